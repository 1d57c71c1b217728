//! `Transfers`: a bank looks at its transfers, and watches them change.

use super::{Hub, status, views};
use crate::{
    application::{BadField, TransferPage, concerns, key_form},
    domain::{Status as Stage, Transfer},
};
use codepix_proto::v1::{
    GetTransferRequest, GetTransferResponse, ListTransfersRequest, ListTransfersResponse, TransferStatus,
    WatchTransfersRequest, WatchTransfersResponse, transfers_server::Transfers,
};
use futures::Stream;
use pix::{EndToEndId, Ispb};
use std::{pin::Pin, sync::Arc};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

/// Transfers in one answer, at the most.
const LIMIT_MAX: i64 = 100;

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
        let limit = key_form::limit(limit.into(), LIMIT_MAX).map_err(status::bad_field)?;
        let page = TransferPage { origin: Some(bank.ispb), before, status: None, limit };
        let (transfers, more) = self.0.app.page(&page, wanted).await.map_err(status::unavailable)?;
        let transfers = transfers.iter().map(views::transfer).collect();
        Ok(Response::new(ListTransfersResponse { transfers, more }))
    }

    async fn watch_transfers(
        &self,
        request: Request<WatchTransfersRequest>,
    ) -> Result<Response<Changes>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let changes = Some(self.0.app.watchers.subscribe());
        let watch = Watch { changes, bank: bank.ispb, stop: self.0.stop.clone() };
        Ok(Response::new(Box::pin(futures::stream::unfold(watch, Watch::next))))
    }
}

/// One bank's view of the changes, until the hub stops, or until it was too slow to hear all of them.
struct Watch {
    /// None: it is over.
    changes: Option<broadcast::Receiver<Arc<Transfer>>>,
    bank: Ispb,
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
            };
            match change {
                Ok(transfer) if concerns(&transfer, self.bank) => {
                    let transfer = Some(views::transfer(&transfer));
                    return Some((Ok(WatchTransfersResponse { transfer }), self));
                }
                Ok(_) => {}
                Err(RecvError::Lagged(missed)) => {
                    let text = format!("{missed} changes were missed; list the transfers and watch again");
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
