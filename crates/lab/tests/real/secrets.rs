//! What whoever looks at the processes of this machine learns of its secrets: nothing.

use crate::fixture::{Fixture, pid_of};
use banks::Secret;

#[tokio::test]
async fn no_service_tells_a_secret_in_its_environment_or_its_arguments() {
    let fixture = Fixture::enter().await;
    let (all, hub) = (&fixture.banks, &fixture.banks.hub);
    let ours = [&all.postgres_password, &all.kafka_broker_password, &hub.database_password];
    let theirs = all.banks.iter().flat_map(|bank| {
        [&bank.database_password, &bank.kafka_password, &bank.hub_token, &bank.pin_key, &bank.admin_token]
    });
    let secrets = ours.into_iter().chain([&hub.kafka_password, &hub.admin_token]).chain(theirs);
    let secrets: Vec<_> = secrets.map(Secret::expose).collect();

    let of_banks =
        all.banks.iter().flat_map(|bank| ["api", "web"].map(|of| format!("bank-{of}-{}", bank.code)));
    for name in ["postgres", "kafka", "codepix"].map(str::to_owned).into_iter().chain(of_banks) {
        let pid = pid_of(&name);
        for told in ["environ", "cmdline"] {
            let told = std::fs::read(format!("/proc/{pid}/{told}")).unwrap();
            let told = String::from_utf8_lossy(&told);
            let secret = secrets.iter().find(|secret| told.contains(**secret));
            assert!(secret.is_none(), "{name} tells {secret:?}");
        }
    }
}
