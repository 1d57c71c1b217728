//! `DeadLetters`: a bank reads why the hub could not act on messages of its own.

use super::{Hub, status, views};
use crate::application::{BadField, fields};
use codepix_proto::v1::{ListDeadLettersRequest, ListDeadLettersResponse, dead_letters_server::DeadLetters};
use tonic::{Request, Response, Status};

/// Letters in one answer, at the most: with the longest payloads that is below what a client takes.
const LIMIT_MAX: i64 = 50;

pub struct PutAside(pub Hub);

#[tonic::async_trait]
impl DeadLetters for PutAside {
    async fn list_dead_letters(
        &self,
        request: Request<ListDeadLettersRequest>,
    ) -> Result<Response<ListDeadLettersResponse>, Status> {
        let caller = self.0.anybody(request.metadata()).await?;
        let ListDeadLettersRequest { after, limit } = request.into_inner();
        let limit = fields::limit(limit.into(), LIMIT_MAX).map_err(status::bad_field)?;
        if after < 0 {
            return Err(status::bad_field(BadField::new("after", "a number is 0 or more")));
        }
        let listed = self.0.app.put_aside(&caller, after, limit).await;
        let (list, more) = listed.map_err(status::unavailable)?;
        let dead_letters = list.letters.into_iter().map(views::dead_letter).collect();
        Ok(Response::new(ListDeadLettersResponse { dead_letters, more, not_kept: list.not_kept }))
    }
}
