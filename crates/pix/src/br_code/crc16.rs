//! The checksum that ends every code: CRC-16/CCITT-FALSE (polynomial 0x1021 from 0xFFFF, nothing reflected), over the
//! bytes of the code in UTF-8, the `6304` before the checksum included.

pub(super) fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| match crc & 0x8000 {
            0 => crc << 1,
            _ => crc << 1 ^ 0x1021,
        })
    })
}

/// Whether `written` is the checksum of `bytes`: four hexadecimal digits. Some generators write them in lower case.
pub(super) fn holds(bytes: &[u8], written: &str) -> bool {
    written.eq_ignore_ascii_case(&format!("{:04X}", crc16(bytes)))
}
