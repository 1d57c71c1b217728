//! Codes with a true checksum that pay nobody, or not for certain.

use super::*;

#[test]
fn a_code_names_one_payee_by_a_key_or_by_a_location() {
    for (inner, error) in [
        (&[(0, GUI)][..], CodeError::NoPayee),
        (&[(0, GUI), (1, "")], CodeError::NoPayee),
        (&[(0, GUI), (1, "a@b.com"), (1, "b@b.com")], CodeError::TwoPayees),
        (&[(0, GUI), (25, "a/b"), (25, "a/c")], CodeError::TwoPayees),
        (&[(0, GUI), (1, "a@b.com"), (25, "a/b")], CodeError::TwoPayees),
        (&[(1, "a@b.com")], CodeError::NotPix),
    ] {
        refuses(&with_account(inner), error);
    }
    // A template whose fields do not add up is nobody's.
    refuses(&with("0120ana@", "0199ana@"), CodeError::NotPix);
}

#[test]
fn a_location_is_a_host_and_a_path_and_nothing_else() {
    for good in ["pix.example.com/8b3da2f3", "PIX.Example/c/Ab_-9.x~", "localhost:3001/c/x", "a/b/"] {
        let location: Location = good.parse().unwrap();
        let (host, path) = good.split_once('/').unwrap();
        assert_eq!((location.host(), location.path()), (&*host.to_lowercase(), &*format!("/{path}")));
    }
    for bad in [
        "",
        "pix.example.com",
        "pix.example.com/",
        "/c/x",
        "https://pix.example.com/c/x",
        "ana:senha@pix.example.com/c/x",
        "pix.example.com/c/x?y=1",
        "pix.example.com/c/x#y",
        "pix.example.com/../x",
        "pix.example.com/c/%2e%2e",
        "pix.example.com\\c/x",
        "pix..com/c/x",
        "-pix.com/c/x",
        "píx.com/c/x",
        "pix.com:/c/x",
        "pix.com:123456/c/x",
        "[::1]/c/x",
        "pix.com/c/x y",
        "pix.com/c/\u{202e}x",
    ] {
        assert_eq!(bad.parse::<Location>(), Err(LocationError), "{bad}");
    }
}

#[test]
fn our_charges_have_a_location_of_77_characters_at_the_most() {
    let location = Location::of_charge("pix.ipe.example", "Ab_-9").unwrap();
    assert_eq!(location.as_str(), "pix.ipe.example/c/Ab_-9");
    assert_eq!(location.token(), Some("Ab_-9"));
    assert_eq!("pix.example.com/v2/Ab".parse::<Location>().unwrap().token(), None);
    let room = 77 - "pix.ipe.example/c/".len();
    assert!(Location::of_charge("pix.ipe.example", &"x".repeat(room)).is_ok());
    for (host, token) in [
        ("pix.ipe.example", "x".repeat(room + 1)),
        ("pix.ipe.example", String::new()),
        ("pix.ipe.example", "a/b".to_owned()),
        ("pix.ipe.example", "..".to_owned()),
        ("pix.ipe.example/x", "a".to_owned()),
        ("https://pix.ipe.example", "a".to_owned()),
    ] {
        assert_eq!(Location::of_charge(host, &token), Err(LocationError), "{host} {token}");
    }
}
