//! `Transfers` over gRPC: a bank sees its own, and sees them change.

use crate::{
    samples::*,
    test_hub::{TestHub, soon},
};
use codepix::{adapters::memory::MemoryTransfers, application::TransferStore as _, domain::Command};
use codepix_proto::v1::{
    GetTransferRequest, ListTransfersRequest, RejectionReason, TransferStatus, WatchTransfersRequest,
};
use pix::Reason;
use tonic::Code;

fn get(number: u32) -> GetTransferRequest {
    GetTransferRequest { end_to_end_id: id(&ipe(), number).to_string() }
}

#[tokio::test]
async fn a_transfer_exists_for_its_two_banks_only() {
    let store = MemoryTransfers::default();
    let nowhere = after(None, &reported(2, Command::Malformed), 0);
    store.commit(&[change(pending(1)), change(nowhere)]).await.unwrap();
    let hub = TestHub::with_transfers(&store).await;

    for token in [IPE_TOKEN, MARE_TOKEN] {
        let transfer =
            hub.transfers(token).get_transfer(get(1)).await.unwrap().into_inner().transfer.unwrap();
        assert_eq!((transfer.status(), transfer.amount_cents), (TransferStatus::Pending, 1050));
        assert_eq!(
            (transfer.origin_ispb.as_str(), transfer.destination_ispb.as_str()),
            ("10000001", "20000002")
        );
        assert_eq!(transfer.registered_at, Some(codepix_proto::values::timestamp(at(0))));
        assert_eq!(transfer.confirmed_at, None);
    }
    let malformed =
        hub.transfers(IPE_TOKEN).get_transfer(get(2)).await.unwrap().into_inner().transfer.unwrap();
    assert_eq!(
        (malformed.status(), malformed.reason()),
        (TransferStatus::Rejected, RejectionReason::Malformed)
    );
    for (token, number) in [(MARE_TOKEN, 2), (IPE_TOKEN, 3)] {
        let status = hub.transfers(token).get_transfer(get(number)).await.unwrap_err();
        assert_eq!(status.code(), Code::NotFound, "others' transfers and unknown ones look the same");
    }
    let nonsense = GetTransferRequest { end_to_end_id: "E1".into() };
    assert_eq!(
        hub.transfers(IPE_TOKEN).get_transfer(nonsense).await.unwrap_err().code(),
        Code::InvalidArgument
    );
}

#[tokio::test]
async fn a_bank_reads_what_it_sends_page_by_page_and_by_status() {
    let store = MemoryTransfers::default();
    let pendings: Vec<_> = (1..=5).map(|number| change(pending(number))).collect();
    store.commit(&pendings).await.unwrap();
    let refused =
        |number| after(Some(&pending(number)), &answered(number, Command::Reject(Reason::Refused)), 1);
    let refunded = after(Some(&refused(4)), &reported(4, Command::Refund), 2);
    store
        .commit(&[change(confirmed(1)), change(refused(2)), change(refused(4)), change(refunded)])
        .await
        .unwrap();
    let hub = TestHub::with_transfers(&store).await;

    let list = async |before: Option<u32>, limit, status: TransferStatus| {
        let before = before.map(|number| id(&ipe(), number).to_string()).unwrap_or_default();
        let request = ListTransfersRequest { before_end_to_end_id: before, limit, status: status.into() };
        let page = hub.transfers(IPE_TOKEN).list_transfers(request).await.unwrap().into_inner();
        (page.transfers.into_iter().map(|transfer| transfer.end_to_end_id).collect::<Vec<_>>(), page.more)
    };
    let ids = |numbers: &[u32]| numbers.iter().map(|&n| id(&ipe(), n).to_string()).collect::<Vec<_>>();
    let all = TransferStatus::Unspecified;
    assert_eq!(list(None, 2, all).await, (ids(&[5, 4]), true));
    assert_eq!(list(Some(4), 2, all).await, (ids(&[3, 2]), true));
    assert_eq!(list(Some(2), 2, all).await, (ids(&[1]), false));
    assert_eq!(list(None, 0, TransferStatus::Pending).await, (ids(&[5, 3]), false));
    assert_eq!(list(None, 0, TransferStatus::Rejected).await, (ids(&[4, 2]), false), "refunded or not");
    assert_eq!(list(None, 1, TransferStatus::Rejected).await, (ids(&[4]), true));
}

#[tokio::test]
async fn a_watcher_sees_each_change_of_its_own_transfers_as_the_full_state() {
    let hub = TestHub::start().await;
    let mut ipe_sees =
        hub.transfers(IPE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner();
    let mut mare_sees =
        hub.transfers(MARE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner();
    let unresolved = vec![requested(1), requested(2)];
    hub.intake.messages(unresolved).await.unwrap();
    for number in [1, 2] {
        let seen = soon(ipe_sees.message()).await.unwrap().unwrap().transfer.unwrap();
        assert_eq!(seen.end_to_end_id, id(&ipe(), number).to_string());
        assert_eq!((seen.status(), seen.reason()), (TransferStatus::Rejected, RejectionReason::UnknownKey));
    }
    // The other bank has no part in these; the first it sees is one that is sent to it.
    hub.app.feed.show([pending(3)].iter());
    let seen = soon(mare_sees.message()).await.unwrap().unwrap().transfer.unwrap();
    assert_eq!(seen.end_to_end_id, id(&ipe(), 3).to_string());
}

#[tokio::test]
async fn a_watcher_that_missed_changes_is_told_to_list_and_watch_again() {
    let hub = TestHub::start().await;
    let mut sees =
        hub.transfers(IPE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner();
    // On one thread nobody reads meanwhile: the watcher falls behind.
    for number in 0..10_000 {
        hub.app.feed.show([pending(number)].iter());
    }
    let status = soon(async {
        loop {
            if let Err(status) = sees.message().await {
                return status;
            }
        }
    });
    let status = status.await;
    assert_eq!(status.code(), Code::Aborted);
    assert!(status.message().contains("list the transfers and watch again"), "{}", status.message());
}

#[tokio::test]
async fn a_hub_that_stops_ends_its_streams() {
    let hub = TestHub::start().await;
    let mut sees =
        hub.transfers(IPE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner();
    hub.stop.cancel();
    assert_eq!(soon(sees.message()).await.unwrap_err().code(), Code::Unavailable);
}

#[tokio::test]
async fn a_stream_ends_when_the_token_it_was_opened_with_is_replaced_or_revoked() {
    let hub = TestHub::start().await;
    let mut ipe_sees =
        hub.transfers(IPE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner();
    let mut mare_sees =
        hub.transfers(MARE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner();
    hub.app.participants.put(&mare(), "another-token-of-mare").await.unwrap();
    assert_eq!(soon(mare_sees.message()).await.unwrap_err().code(), Code::Unauthenticated);
    let again = hub.transfers(MARE_TOKEN).watch_transfers(WatchTransfersRequest {}).await;
    assert_eq!(again.unwrap_err().code(), Code::Unauthenticated);

    hub.app.feed.show([pending(1)].iter());
    assert!(soon(ipe_sees.message()).await.unwrap().is_some(), "the other bank's goes on");
    hub.app.participants.revoke(ipe().code).await.unwrap();
    assert_eq!(soon(ipe_sees.message()).await.unwrap_err().code(), Code::Unauthenticated);
}
