//! `Participants`: the administration adds banks, lists them, and takes their tokens away; a bank says what it knows.

use super::{Hub, status, views};
use crate::application::{BadField, ParticipantForm};
use codepix_proto::v1::{
    AnnounceRequest, AnnounceResponse, ListParticipantsRequest, ListParticipantsResponse,
    PutParticipantRequest, PutParticipantResponse, RevokeParticipantRequest, RevokeParticipantResponse,
    participants_server::Participants,
};
use tonic::{Request, Response, Status};

pub struct Administration(pub Hub);

#[tonic::async_trait]
impl Participants for Administration {
    async fn put_participant(
        &self,
        request: Request<PutParticipantRequest>,
    ) -> Result<Response<PutParticipantResponse>, Status> {
        self.0.administration(request.metadata()).await?;
        let PutParticipantRequest { bank, token } = request.into_inner();
        let bank = bank.unwrap_or_default();
        let form = ParticipantForm { code: bank.code, ispb: bank.ispb, name: bank.name, token };
        let participant = form.read().map_err(status::bad_field)?;
        self.0.app.participants.put(&participant, &form.token).await.map_err(status::participant)?;
        Ok(Response::new(PutParticipantResponse { bank: Some(views::bank(&participant)) }))
    }

    async fn list_participants(
        &self,
        request: Request<ListParticipantsRequest>,
    ) -> Result<Response<ListParticipantsResponse>, Status> {
        self.0.administration(request.metadata()).await?;
        self.0.app.participants.refresh().await.map_err(status::unavailable)?;
        let all = self.0.app.participants.all();
        let banks = all.iter().map(|enrolled| views::bank(&enrolled.bank)).collect();
        let revoked = all.iter().filter(|enrolled| enrolled.token.is_none());
        let revoked_codes = revoked.map(|enrolled| enrolled.bank.code.to_string()).collect();
        Ok(Response::new(ListParticipantsResponse { banks, revoked_codes }))
    }

    async fn revoke_participant(
        &self,
        request: Request<RevokeParticipantRequest>,
    ) -> Result<Response<RevokeParticipantResponse>, Status> {
        self.0.administration(request.metadata()).await?;
        let code = request.get_ref().code.parse();
        let code = code.map_err(|error| status::bad_field(BadField::new("code", error)))?;
        if !self.0.app.participants.revoke(code).await.map_err(status::unavailable)? {
            return Err(Status::not_found("no bank has this code"));
        }
        Ok(Response::new(RevokeParticipantResponse {}))
    }

    async fn announce(
        &self,
        request: Request<AnnounceRequest>,
    ) -> Result<Response<AnnounceResponse>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let features = request.get_ref().features.iter().filter_map(|name| name.parse().ok()).collect();
        self.0.app.participants.announce(bank.ispb, &features).await.map_err(status::unavailable)?;
        tracing::info!(bank = %bank.code, ?features, "announced");
        Ok(Response::new(AnnounceResponse {}))
    }
}
