//! The system through its doors: a Pix arrives, whichever plug was pulled meanwhile, and the money adds up.

use crate::customer::{Customer, HEALED};
use codepix_demo::{System, console};
use std::path::Path;

#[tokio::test]
async fn a_pix_arrives_whichever_plug_was_pulled_meanwhile_and_the_money_adds_up() {
    let mut system = {
        let _ports = crate::PORTS.lock().await;
        let mut system = System::new(None, Path::new("/nowhere")).unwrap();
        system.start_all(HEALED).await.unwrap();
        system
    };
    let url = |at: usize| format!("http://127.0.0.1:{}", system.places.banks.banks[at].api_port);
    let (ipe, mare) = (url(0), url(1));
    let ana = Customer::open(ipe, "Ana", "52998224725").await;
    let bia = Customer::open(mare, "Bia", "11144477735").await;
    let key = bia.register_random_key().await;
    let had = bia.balance().await;

    let plugs: Vec<_> = system.plugs().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(plugs.len(), 6, "{plugs:?}");
    for plug in &plugs {
        // The one that is answered is on its way when the plug goes, the other is ordered while it is out.
        let before = ana.send(&key, 100, &format!("before-{plug}")).await;
        system.kill(plug).unwrap();
        assert!(system.plugs().any(|(name, is_in)| name == plug && !is_in));
        let order = format!("during-{plug}");
        let during = if plug == "bank-api-001" { None } else { Some(ana.send(&key, 1, &order).await) };
        let proof = system.prove();
        assert!(proof.holds(), "{plug} is out: {proof}");
        system.start(plug).unwrap();
        ana.until_completed(&before).await;
        if let Some(during) = during {
            ana.until_completed(&during).await;
        }
    }
    // What is only in the log is lost with it, and asked for again.
    system.kill("bank-api-002").unwrap();
    let waiting = ana.send(&key, 7, "wiped").await;
    assert_eq!(console::answer(&mut system, "wipe").map(|said| said.contains("Kafka")), Some(true));
    system.start("bank-api-002").unwrap();
    ana.until_completed(&waiting).await;

    assert_eq!(bia.balance().await - had, 6 * 100 + 5 + 7);
    let proof = system.prove();
    assert!(proof.holds() && proof.open == 0, "{proof}");
    assert_eq!(proof.opened, proof.in_accounts);
    system.stop_all();
    assert!(system.plugs().all(|(name, is_in)| is_in == (name == "kafka")));
}

#[tokio::test]
async fn whoever_mistypes_is_told_what_there_is() {
    let mut system = System::new(None, Path::new("/nowhere")).unwrap();
    let mut said = |line| console::answer(&mut system, line).unwrap();
    assert!(said("kill everything").contains("choose one of codepix, bank-api-001"));
    assert!(said("status").contains("codepix        DOWN"));
    assert!(said("what?").contains("pull a plug"));
    assert!(console::answer(&mut system, "quit").is_none());
}
