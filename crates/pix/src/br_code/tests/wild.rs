//! Codes of the forms that common generators make, as public threads and libraries show them: the forms are theirs,
//! keys and names are invented.

use super::*;

#[test]
fn a_first_field_that_says_static_or_once_decides_nothing() {
    for initiation in ["", "010211", "010212"] {
        let code = with("00020126", &format!("000201{initiation}26"));
        assert_eq!(read_static(&code), read_static(BASE));
    }
}

#[test]
fn fields_come_in_any_order() {
    let code = sealed(
        "00020162070503***6008BRASILIA5913FULANO DE TAL5802BR54045.00530398652040000\
         26420120ana@bancoipe.example0014BR.GOV.BCB.PIX6304",
    );
    assert_eq!(read_static(&code), read_static(BASE));
}

#[test]
fn whoever_leaves_out_name_city_category_or_identifier_is_read() {
    for part in ["52040000", "5913FULANO DE TAL", "6008BRASILIA", "62070503***"] {
        assert_eq!(read_static(&with(part, "")).key.as_str(), "ana@bancoipe.example", "{part}");
    }
}

#[test]
fn postcodes_languages_and_fields_of_others_are_passed_over() {
    let more = "61087007490064200002PT0110FULANO XYZ80390012br.com.outro01190123.ABCD.3456.WXYZ";
    assert_eq!(read_static(&with("62070503***", &format!("62070503***{more}"))), read_static(BASE));
    // The template of PSPs that say which manual they follow.
    let version = "62410503***50300017br.gov.bcb.brcode01051.0.0";
    assert_eq!(read_static(&with("62070503***", version)).txid, None);
}

#[test]
fn a_dynamic_code_may_carry_an_amount_and_an_identifier_which_decide_nothing() {
    let address = "pix.example.com/pix/v2/234e3f9d-7cb3-4b29-9d46-974796d0bb29";
    let code = sealed(&format!(
        "000201010212{}520400005303986540527.005802BR5913CHAPEUS LTDA.6014RIO DE JANEIRO62290525\
         5ddb94f8bd33c3bfd1ad38e3b6304",
        field(26, &(field(0, GUI) + &field(25, address)))
    ));
    assert_eq!(read_dynamic(&code).location.as_str(), address);
    // An amount that is none is not looked at either.
    assert!(BrCode::decode(&sealed(&code[..code.len() - 4].replace("540527.00", "54040.00"))).is_ok());
}

#[test]
fn underscores_brackets_and_small_letters_in_names_are_read() {
    for name in ["BRASIL_AUGE_SERVICOS", "[Pix.ae]", "fulano de tal", "Pix", "D'AVILA & CIA. LTDA"] {
        let code = read_static(&with("5913FULANO DE TAL", &field(59, name)));
        assert_eq!(code.merchant.name(), name);
    }
}

#[test]
fn a_description_that_nobody_could_read_is_left_out() {
    let code = with_account(&[(0, GUI), (1, "ana@bancoipe.example"), (2, "pi\u{202e}z")]);
    assert_eq!(read_static(&code).description, None);
}
