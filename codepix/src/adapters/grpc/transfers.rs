//! `Transfers`: a bank looks at its transfers, and watches them change.

use super::{Hub, status, views};
use crate::{
    application::{BadField, FeedEvent, TransferPage, concerns, fields},
    domain::Status as Stage,
};
use codepix_proto::v1::{
    GetTransferRequest, GetTransferResponse, ListTransfersRequest, ListTransfersResponse, TransferStatus,
    WatchTransfersRequest, WatchTransfersResponse, transfers_server::Transfers,
};
use futures::Stream;
use pix::{EndToEndId, Ispb};
use std::pin::Pin;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

/// Transfers in one answer, at the most.
const LIMIT_MAX: i64 = 100;

/// Ends when something is over.
type Over = Pin<Box<dyn Future<Output = ()> + Send>>;
type Changes = Pin<Box<dyn Stream<Item = Result<WatchTransfersResponse, Status>> + Send>>;

pub struct History(pub Hub);

#[tonic::async_trait]
impl Transfers for History {
    type WatchTransfersStream = Changes;

    async fn get_transfer(
        &self,
        request: Request<GetTransferRequest>,
    ) -> Result<Response<GetTransferResponse>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let id = id("end_to_end_id", &request.get_ref().end_to_end_id)?;
        let transfer = self.0.app.transfer(id, bank.ispb).await.map_err(status::unavailable)?;
        let transfer = transfer.ok_or_else(|| Status::not_found("you have no transfer of this id"))?;
        Ok(Response::new(GetTransferResponse { transfer: Some(views::transfer(&transfer)) }))
    }

    async fn list_transfers(
        &self,
        request: Request<ListTransfersRequest>,
    ) -> Result<Response<ListTransfersResponse>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let ListTransfersRequest { before_end_to_end_id, limit, status } = request.into_inner();
        let wanted = stages(status)?;
        let before = match before_end_to_end_id.as_str() {
            "" => None,
            text => Some(id("before_end_to_end_id", text)?),
        };
        let limit = fields::limit(limit.into(), LIMIT_MAX).map_err(status::bad_field)?;
        let page = TransferPage { origin: Some(bank.ispb), before, statuses: wanted.to_vec(), limit };
        let list = self.0.app.transfers.list(&page).await.map_err(status::unavailable)?;
        let next_before = list.next_before.map(|id| id.to_string());
        Ok(Response::new(ListTransfersResponse {
            transfers: list.transfers.iter().map(views::transfer).collect(),
            more: next_before.is_some(),
            next_before_end_to_end_id: next_before.unwrap_or_default(),
        }))
    }

    async fn watch_transfers(
        &self,
        request: Request<WatchTransfersRequest>,
    ) -> Result<Response<Changes>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let token_ends: Over = Box::pin(self.0.token_ends(request.metadata()));
        let changes = Some(self.0.app.feed.watch());
        let watch = Watch { changes, bank: bank.ispb, token_ends, stop: self.0.stop.clone() };
        Ok(Response::new(Box::pin(futures::stream::unfold(watch, Watch::next))))
    }
}

/// One bank's view of the changes, until the hub stops, its token goes, or it has missed some.
struct Watch {
    /// None: it is over.
    changes: Option<broadcast::Receiver<FeedEvent>>,
    bank: Ispb,
    token_ends: Over,
    stop: CancellationToken,
}

impl Watch {
    async fn next(mut self) -> Option<(Result<WatchTransfersResponse, Status>, Self)> {
        loop {
            let changes = self.changes.as_mut()?;
            let change = tokio::select! {
                change = changes.recv() => change,
                () = self.stop.cancelled() => {
                    return self.end(Status::unavailable("the hub is stopping; watch again"));
                }
                () = &mut self.token_ends => {
                    return self.end(Status::unauthenticated("the token of this stream was replaced or revoked"));
                }
            };
            match change {
                Ok(FeedEvent::Changed(transfer)) if concerns(&transfer, self.bank) => {
                    let transfer = Some(views::transfer(&transfer));
                    return Some((Ok(WatchTransfersResponse { transfer }), self));
                }
                Ok(FeedEvent::Changed(_)) => {}
                Ok(FeedEvent::Missed) | Err(RecvError::Lagged(_)) => {
                    let text = "changes may have been missed; list the transfers and watch again";
                    return self.end(Status::aborted(text));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    fn end(mut self, why: Status) -> Option<(Result<WatchTransfersResponse, Status>, Self)> {
        self.changes = None;
        Some((Err(why), self))
    }
}

fn id(field: &'static str, text: &str) -> Result<EndToEndId, Status> {
    text.parse().map_err(|error| status::bad_field(BadField::new(field, error)))
}

/// The stages that a status of the contract means; a refunded transfer is a rejected one there.
fn stages(status: i32) -> Result<&'static [Stage], Status> {
    let unknown = |error| status::bad_field(BadField::new("status", error));
    Ok(match TransferStatus::try_from(status).map_err(unknown)? {
        TransferStatus::Unspecified => &[],
        TransferStatus::Pending => &[Stage::Pending],
        TransferStatus::Confirmed => &[Stage::Confirmed],
        TransferStatus::Completed => &[Stage::Completed],
        TransferStatus::Rejected => &[Stage::Rejected, Stage::Refunded],
    })
}
