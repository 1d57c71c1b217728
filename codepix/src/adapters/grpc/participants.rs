//! `Participants`: the administration adds banks and lists them.

use super::{Hub, status, views};
use crate::application::ParticipantForm;
use codepix_proto::v1::{
    ListParticipantsRequest, ListParticipantsResponse, PutParticipantRequest, PutParticipantResponse,
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
        self.0.app.roster.put(&participant, &form.token).await.map_err(status::participant)?;
        Ok(Response::new(PutParticipantResponse { bank: Some(views::bank(&participant)) }))
    }

    async fn list_participants(
        &self,
        request: Request<ListParticipantsRequest>,
    ) -> Result<Response<ListParticipantsResponse>, Status> {
        self.0.administration(request.metadata()).await?;
        self.0.app.roster.refresh().await.map_err(status::unavailable)?;
        let banks = self.0.app.roster.all().iter().map(views::bank).collect();
        Ok(Response::new(ListParticipantsResponse { banks }))
    }
}
