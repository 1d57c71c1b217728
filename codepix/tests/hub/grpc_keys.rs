//! `KeyDirectory` and `Participants` over gRPC, and the standard services beside them.

use crate::{
    samples::*,
    test_hub::{TestHub, refusal, soon},
};
use codepix_proto::v1::{
    Account, Bank, Entry, FindKeyRequest, KeyKind, ListKeysRequest, ListParticipantsRequest, Owner,
    PutParticipantRequest, RegisterKeyRequest, RemoveKeyRequest, RevokeParticipantRequest,
};
use service::Readiness;
use std::collections::HashSet;
use tonic::{Code, Status};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use uuid::Uuid;

fn wish(request: u128, kind: KeyKind, key: &str) -> RegisterKeyRequest {
    RegisterKeyRequest {
        request_id: Uuid::from_u128(request).to_string(),
        kind: kind.into(),
        key: key.into(),
        account: Some(Account { branch: "1".into(), number: "88".into() }),
        owner: Some(Owner { name: "Maria".into(), tax_id: PERSON.into() }),
    }
}

fn email(request: u128, key: &str) -> RegisterKeyRequest {
    wish(request, KeyKind::Email, key)
}

async fn register(hub: &TestHub, token: &'static str, wish: RegisterKeyRequest) -> Result<Entry, Status> {
    Ok(hub.keys(token).register_key(wish).await?.into_inner().entry.unwrap())
}

async fn find(hub: &TestHub, token: &'static str, key: &str) -> Result<Entry, Status> {
    Ok(hub.keys(token).find_key(FindKeyRequest { key: key.into() }).await?.into_inner().entry.unwrap())
}

async fn remove(hub: &TestHub, token: &'static str, key: &str, entry_id: &str) -> Result<(), Status> {
    let request = RemoveKeyRequest { key: key.into(), entry_id: entry_id.into() };
    hub.keys(token).remove_key(request).await.map(drop)
}

#[tokio::test]
async fn a_registered_key_is_found_by_the_next_call_of_every_bank_until_it_is_removed() {
    let hub = TestHub::start().await;
    let entry = register(&hub, MARE_TOKEN, email(1, "Maria@Example.com")).await.unwrap();
    assert_eq!((entry.key.as_str(), entry.kind()), ("maria@example.com", KeyKind::Email));
    assert_eq!(entry.owner_tax_id_masked, "***.982.247-**");
    assert_eq!(
        entry.bank,
        Some(Bank { code: "002".into(), ispb: "20000002".into(), name: "Banco Maré".into() })
    );
    assert_eq!(find(&hub, IPE_TOKEN, "MARIA@example.com").await.unwrap(), entry);

    remove(&hub, MARE_TOKEN, &entry.key, &entry.entry_id).await.unwrap();
    assert_eq!(find(&hub, IPE_TOKEN, &entry.key).await.unwrap_err().code(), Code::NotFound);
    remove(&hub, MARE_TOKEN, &entry.key, &entry.entry_id).await.expect("what is gone is gone");
}

#[tokio::test]
async fn the_same_request_again_answers_the_same_and_nothing_more_once_the_key_was_removed() {
    let hub = TestHub::start().await;
    let random = wish(1, KeyKind::Random, "");
    let entry = register(&hub, MARE_TOKEN, random.clone()).await.unwrap();
    assert_eq!(
        register(&hub, MARE_TOKEN, random.clone()).await.unwrap(),
        entry,
        "the same key is not drawn anew"
    );

    remove(&hub, MARE_TOKEN, &entry.key, &entry.entry_id).await.unwrap();
    let late = register(&hub, MARE_TOKEN, random).await.unwrap_err();
    assert_eq!((late.code(), refusal(&late)), (Code::FailedPrecondition, "removed"));
    assert_eq!(find(&hub, MARE_TOKEN, &entry.key).await.unwrap_err().code(), Code::NotFound);

    let reused = register(&hub, MARE_TOKEN, email(1, "maria@example.com")).await.unwrap_err();
    assert_eq!((reused.code(), refusal(&reused)), (Code::InvalidArgument, "request_id_reused"));
}

#[tokio::test]
async fn of_two_banks_that_race_for_one_key_one_gets_it_and_the_other_learns_who() {
    let hub = TestHub::start().await;
    let races = (1..=10).map(|request| {
        let token = if request % 2 == 0 { IPE_TOKEN } else { MARE_TOKEN };
        register(&hub, token, email(request, "maria@example.com"))
    });
    let answers = soon(futures::future::join_all(races)).await;
    let holder = find(&hub, IPE_TOKEN, "maria@example.com").await.unwrap();
    let bank = holder.bank.clone().unwrap();
    let mut winners = 0;
    for answer in answers {
        match answer {
            Ok(entry) => {
                assert_eq!(entry, holder);
                winners += 1;
            }
            Err(status) => {
                assert_eq!((status.code(), refusal(&status)), (Code::AlreadyExists, "taken"));
                assert!(status.message().contains(&bank.name), "{}", status.message());
                let told = |name| status.metadata().get(name).unwrap().to_str().unwrap().to_owned();
                assert_eq!(
                    (told("codepix-holder-code"), told("codepix-holder-ispb")),
                    (bank.code.clone(), bank.ispb.clone())
                );
                let name = status.metadata().get_bin("codepix-holder-name-bin").unwrap().to_bytes().unwrap();
                assert_eq!(name, bank.name.as_bytes());
            }
        }
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn a_bank_acts_for_itself_only() {
    let hub = TestHub::start().await;
    let entry = register(&hub, MARE_TOKEN, email(1, "maria@example.com")).await.unwrap();
    let denied = remove(&hub, IPE_TOKEN, &entry.key, &entry.entry_id).await.unwrap_err();
    assert_eq!((denied.code(), refusal(&denied)), (Code::PermissionDenied, "not_yours"));
    let own = hub.keys(IPE_TOKEN).list_keys(ListKeysRequest::default()).await.unwrap().into_inner();
    assert_eq!(own.entries, []);
    assert_eq!(find(&hub, IPE_TOKEN, &entry.key).await.unwrap(), entry);
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_that_fits() {
    let hub = TestHub::start().await;
    for token in ["", "token-of-nobody-at-all"] {
        assert_eq!(find(&hub, token, "maria@example.com").await.unwrap_err().code(), Code::Unauthenticated);
        let list = hub.participants(token).list_participants(ListParticipantsRequest {}).await;
        assert_eq!(list.unwrap_err().code(), Code::Unauthenticated);
    }
    assert_eq!(
        find(&hub, ADMIN_TOKEN, "maria@example.com").await.unwrap_err().code(),
        Code::PermissionDenied
    );
    let list = hub.participants(IPE_TOKEN).list_participants(ListParticipantsRequest {}).await;
    assert_eq!(list.unwrap_err().code(), Code::PermissionDenied);
}

#[tokio::test]
async fn an_account_of_a_person_has_five_keys_and_one_of_a_company_twenty() {
    let hub = TestHub::start().await;
    for (account, tax_id, most) in [("1", PERSON, 5), ("2", COMPANY, 20)] {
        let wish = |request: u128| RegisterKeyRequest {
            account: Some(Account { branch: "1".into(), number: account.into() }),
            owner: Some(Owner { name: "Maria".into(), tax_id: tax_id.into() }),
            ..wish(most * 1000 + request, KeyKind::Random, "")
        };
        let mut entries = Vec::new();
        for request in 0..most {
            entries.push(register(&hub, MARE_TOKEN, wish(request)).await.unwrap());
        }
        let full = register(&hub, MARE_TOKEN, wish(most)).await.unwrap_err();
        assert_eq!((full.code(), refusal(&full)), (Code::ResourceExhausted, "too_many"));
        remove(&hub, MARE_TOKEN, &entries[0].key, &entries[0].entry_id).await.unwrap();
        register(&hub, MARE_TOKEN, wish(most)).await.expect("a place is free again");
    }
}

#[tokio::test]
async fn a_tax_id_is_a_key_of_its_own_holder_only() {
    let hub = TestHub::start().await;
    let foreign = register(&hub, MARE_TOKEN, wish(1, KeyKind::Cpf, OTHER_PERSON)).await.unwrap_err();
    assert_eq!((foreign.code(), refusal(&foreign)), (Code::FailedPrecondition, "not_the_owners"));
    let own = register(&hub, MARE_TOKEN, wish(2, KeyKind::Cpf, "529.982.247-25")).await.unwrap();
    assert_eq!(own.key, PERSON);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_by_the_name_of_its_field() {
    let hub = TestHub::start().await;
    let account = |branch: &str, number: &str| Some(Account { branch: branch.into(), number: number.into() });
    let owner = |name: &str, tax_id: &str| Some(Owner { name: name.into(), tax_id: tax_id.into() });
    let good = email(1, "maria@example.com");
    let cases = [
        ("request_id", RegisterKeyRequest { request_id: "1".into(), ..good.clone() }),
        ("kind", RegisterKeyRequest { kind: 0, ..good.clone() }),
        ("kind", RegisterKeyRequest { kind: 99, ..good.clone() }),
        ("key", RegisterKeyRequest { key: "maria".into(), ..good.clone() }),
        ("key", RegisterKeyRequest { key: String::new(), ..good.clone() }),
        ("key", wish(1, KeyKind::Random, "123e4567-e89b-42d3-a456-426614174000")),
        ("account.branch", RegisterKeyRequest { account: account("", "1"), ..good.clone() }),
        ("account.branch", RegisterKeyRequest { account: account("12345", "1"), ..good.clone() }),
        ("account.number", RegisterKeyRequest { account: account("1", "12a"), ..good.clone() }),
        ("account.number", RegisterKeyRequest { account: account("1", &"1".repeat(21)), ..good.clone() }),
        ("account.branch", RegisterKeyRequest { account: None, ..good.clone() }),
        ("owner.name", RegisterKeyRequest { owner: owner("", PERSON), ..good.clone() }),
        ("owner.name", RegisterKeyRequest { owner: owner("Ma\0ria", PERSON), ..good.clone() }),
        ("owner.tax_id", RegisterKeyRequest { owner: owner("Maria", "52998224726"), ..good.clone() }),
    ];
    for (field, wish) in cases {
        let status = register(&hub, MARE_TOKEN, wish).await.unwrap_err();
        assert_eq!((status.code(), refusal(&status)), (Code::InvalidArgument, "invalid"), "{field}");
        assert!(status.message().starts_with(&format!("{field}: ")), "{field}: {}", status.message());
    }
    assert_eq!(find(&hub, MARE_TOKEN, "nonsense").await.unwrap_err().code(), Code::InvalidArgument);
    let bad = remove(&hub, MARE_TOKEN, "maria@example.com", "1").await.unwrap_err();
    assert!(bad.message().starts_with("entry_id: "), "{}", bad.message());
    let large = register(&hub, MARE_TOKEN, email(1, &"a".repeat(1 << 20))).await.unwrap_err();
    assert_eq!(large.code(), Code::OutOfRange, "a request has a size");
}

#[tokio::test]
async fn a_bank_reads_all_its_keys_page_by_page() {
    let hub = TestHub::start().await;
    let mut expected = HashSet::new();
    for request in 1..=5 {
        expected.insert(register(&hub, MARE_TOKEN, wish(request, KeyKind::Random, "")).await.unwrap().key);
    }
    let (mut after_key, mut found) = (String::new(), Vec::new());
    loop {
        let request = ListKeysRequest { after_key: after_key.clone(), limit: 2 };
        let page = hub.keys(MARE_TOKEN).list_keys(request).await.unwrap().into_inner();
        found.extend(page.entries.into_iter().map(|entry| entry.key));
        after_key = found.last().unwrap().clone();
        if !page.more {
            break;
        }
    }
    assert!(found.is_sorted());
    assert_eq!((found.len(), found.into_iter().collect::<HashSet<_>>()), (5, expected));
    for limit in [-1, 1001] {
        let status =
            hub.keys(MARE_TOKEN).list_keys(ListKeysRequest { after_key: String::new(), limit }).await;
        assert_eq!(status.unwrap_err().code(), Code::InvalidArgument);
    }
}

#[tokio::test]
async fn the_administration_adds_a_bank_which_can_call_at_once_until_its_token_is_revoked() {
    let hub = TestHub::start().await;
    let bank = Bank { code: "003".into(), ispb: "30000003".into(), name: "Banco Três".into() };
    let put =
        |bank: &Bank, token: &str| PutParticipantRequest { bank: Some(bank.clone()), token: token.into() };
    let mut administration = hub.participants(ADMIN_TOKEN);
    let short = administration.put_participant(put(&bank, "short")).await.unwrap_err();
    assert!(short.message().starts_with("token: "), "{}", short.message());
    administration.put_participant(put(&bank, "token-of-banco-tres-003")).await.unwrap();
    find(&hub, "token-of-banco-tres-003", "maria@example.com").await.expect_err("no such key");
    register(&hub, "token-of-banco-tres-003", email(1, "maria@example.com")).await.unwrap();

    let moved = Bank { ispb: "40000004".into(), ..bank.clone() };
    let clash = administration.put_participant(put(&moved, "token-of-banco-tres-003")).await.unwrap_err();
    assert_eq!((clash.code(), refusal(&clash)), (Code::FailedPrecondition, "clash"));
    let banks =
        administration.list_participants(ListParticipantsRequest {}).await.unwrap().into_inner().banks;
    assert_eq!((banks.len(), &banks[2]), (3, &bank));

    let revoke = |code: &str| RevokeParticipantRequest { code: code.into() };
    administration.revoke_participant(revoke("003")).await.unwrap();
    let listed = administration.list_participants(ListParticipantsRequest {}).await.unwrap().into_inner();
    assert_eq!((listed.banks.len(), listed.revoked_codes), (3, vec!["003".to_owned()]));
    let denied = find(&hub, "token-of-banco-tres-003", "maria@example.com").await.unwrap_err();
    assert_eq!(denied.code(), Code::Unauthenticated);
    find(&hub, IPE_TOKEN, "maria@example.com").await.expect("its keys stay");
    for (code, expected) in [("009", Code::NotFound), ("x", Code::InvalidArgument)] {
        let refused = administration.revoke_participant(revoke(code)).await.unwrap_err();
        assert_eq!(refused.code(), expected);
    }
    let refused = hub.participants(IPE_TOKEN).revoke_participant(revoke("002")).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

#[tokio::test]
async fn the_standard_health_service_follows_the_readiness() {
    let hub = TestHub::start().await;
    let mut health = HealthClient::new(hub.channel.clone());
    for (store, expected) in [(true, ServingStatus::Serving), (false, ServingStatus::NotServing)] {
        hub.tell.send_replace(Readiness { store, ..Readiness::default() });
        for service in ["", "codepix.v1.KeyDirectory", "codepix.v1.Transfers"] {
            let mut changes =
                health.watch(HealthCheckRequest { service: service.into() }).await.unwrap().into_inner();
            let reached = async { while changes.message().await.unwrap().unwrap().status() != expected {} };
            soon(reached).await;
        }
    }
}
