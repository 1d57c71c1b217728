//! The codes of the manuals and of public libraries, word for word.

use super::*;

const RANDOM: &str = "123e4567-e12b-12d1-a456-426655440000";
const MANUAL_STATIC: &str = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR\
    5913Fulano de Tal6008BRASILIA62070503***63041D3D";
const MANUAL_DYNAMIC: &str = "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd441\
    5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4";
const SEVERAL_ARRANGEMENTS: &str = "00020104141234567890123426580014BR.GOV.BCB.PIX0136\
    123e4567-e12b-12d1-a456-42665544000027300012BR.COM.OUTRO011001234567895204000053039865406123.45\
    5802BR5917NOME DO RECEBEDOR6008BRASILIA61087007490062190515RP12345678-2019\
    80390012BR.COM.OUTRO01190123.ABCD.3456.WXYZ6304AD38";
const NO_AMOUNT: &str = "00020126510014br.gov.bcb.pix0115thalesog@me.com0210Pedido 1235204000053039865802BR\
    5914THALES OGLIARI6015SAO MIGUEL DO O62070503***630462CA";
const CPF_AND_AMOUNT: &str = "00020126330014br.gov.bcb.pix0111123456789095204000053039865406123.455802BR\
    5913Fulano de Tal6008Brasilia62070503***630479EE";

#[test]
fn the_central_banks_static_code_is_read_and_made() {
    let code = read_static(MANUAL_STATIC);
    assert_eq!((code.key.kind(), code.key.as_str()), (KeyKind::Random, RANDOM));
    assert_eq!((code.amount, &code.txid, &code.description), (None, &None, &None));
    assert_eq!((code.merchant.name(), code.merchant.city()), ("Fulano de Tal", "BRASILIA"));
    assert_eq!(code.encode().unwrap(), MANUAL_STATIC, "ours is the same to the last character");
}

#[test]
fn the_central_banks_dynamic_code_is_read_and_made() {
    let code = read_dynamic(MANUAL_DYNAMIC);
    assert_eq!(code.location.host(), "pix.example.com");
    assert_eq!(code.location.path(), "/8b3da2f39a4140d1a91abd93113bd441");
    assert_eq!(code.merchant.name(), "Fulano de Tal");
    assert_eq!(code.encode().unwrap(), MANUAL_DYNAMIC);
}

#[test]
fn a_code_of_several_arrangements_is_read_for_its_pix() {
    let code = read_static(SEVERAL_ARRANGEMENTS);
    assert_eq!((code.key.as_str(), code.amount), (RANDOM, Some(Cents::new(12_345))));
    assert_eq!(code.merchant.name(), "NOME DO RECEBEDOR");
    let txid = code.txid.clone().unwrap();
    assert_eq!(txid.as_str(), "RP12345678-2019");
    assert_eq!(code.encode(), Err(EncodeError::Txid), "its hyphen is read and never made");
}

#[test]
fn codes_of_public_libraries_are_read_and_made() {
    let open = read_static(NO_AMOUNT);
    assert_eq!((open.key.as_str(), open.amount), ("thalesog@me.com", None));
    assert_eq!(open.description.as_ref().unwrap().as_str(), "Pedido 123");
    assert_eq!(open.encode().unwrap(), NO_AMOUNT);
    let fixed = read_static(CPF_AND_AMOUNT);
    assert_eq!((fixed.key.kind(), fixed.key.as_str()), (KeyKind::Cpf, "12345678909"));
    assert_eq!(fixed.amount, Some(Cents::new(12_345)));
    assert_eq!(fixed.encode().unwrap(), CPF_AND_AMOUNT);
}

#[test]
fn what_the_manuals_forbid_is_refused() {
    refuses(&MANUAL_STATIC.replace("1D3D", "1D3E"), CodeError::Checksum);
    let resealed = |code: &str, part: &str, instead: &str| {
        assert!(code.contains(part));
        sealed(&code[..code.len() - 4].replace(part, instead))
    };
    refuses(&resealed(MANUAL_STATIC, "5802BR", ""), CodeError::Country);
    let schemed =
        resealed(MANUAL_DYNAMIC, "26700014br.gov.bcb.pix2548", "26780014br.gov.bcb.pix2556https://");
    refuses(&schemed, CodeError::Location);
    let both = resealed(
        MANUAL_STATIC,
        "26580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000",
        "26860014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400002524pix.example.com/8b3da2f3",
    );
    refuses(&both, CodeError::TwoPayees);
}

/// As bacen/pix-api's issue 189 has one: of a bank that took the first zero and wrote another checksum, with an
/// address of all 77 characters. The shop is invented.
#[test]
fn a_banks_own_code_with_a_wrong_checksum_and_without_its_first_zero_is_refused() {
    let address = format!("qrcode.pix.example/qrs1/{}", "0aB".repeat(18))[..77].to_owned();
    let body = format!(
        "000201010212{}52040000530398654040.015802BR5917LOJA DO JEFFERSON6009SAO PAULO\
         62290525QRS1-F5CMMUTDLOVWF8UBT7Q46304",
        field(26, &(field(0, GUI) + &field(25, &address)))
    );
    let whole = sealed(&body);
    assert_eq!(read_dynamic(&whole).location.as_str(), address);
    refuses(&whole[1..], CodeError::Incomplete);
    refuses(&format!("{body}13DF"), CodeError::Checksum);
    refuses(&format!("{}13DF", &body[1..]), CodeError::Incomplete);
}
