//! `KeyDirectory`: keys are registered, found, listed and removed.

use super::{Hub, status, views};
use crate::{
    application::{KeyCommand, KeyForm, KeyOutcome, KeyRefusal, fields, key_form},
    domain::{DirectoryRefusal, Participant},
};
use codepix_proto::{
    v1::{
        FindCodeHostRequest, FindCodeHostResponse, FindKeyRequest, FindKeyResponse, ListKeysRequest,
        ListKeysResponse, RegisterKeyRequest, RegisterKeyResponse, RemoveKeyRequest, RemoveKeyResponse,
        key_directory_server::KeyDirectory,
    },
    values,
};
use tonic::{Request, Response, Status};

/// Entries in one answer, at the most.
const LIMIT_MAX: i64 = 1000;

pub struct Keys(pub Hub);

#[tonic::async_trait]
impl KeyDirectory for Keys {
    async fn register_key(
        &self,
        request: Request<RegisterKeyRequest>,
    ) -> Result<Response<RegisterKeyResponse>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let form = form(request.into_inner());
        let registration = form.read(bank.ispb, self.0.app.draw_key()).map_err(status::bad_field)?;
        let entry = match self.keep(KeyCommand::Register(registration)).await? {
            KeyOutcome::Registered(entry) => Some(views::entry(entry, &bank)),
            KeyOutcome::Removed => None,
        };
        Ok(Response::new(RegisterKeyResponse { entry }))
    }

    async fn find_key(&self, request: Request<FindKeyRequest>) -> Result<Response<FindKeyResponse>, Status> {
        self.0.bank(request.metadata()).await?;
        let key = fields::key("key", &request.get_ref().key).map_err(status::bad_field)?;
        let (entry, bank) = (self.0.app.find_key(&key).await.map_err(status::unavailable)?)
            .ok_or_else(|| Status::not_found("nobody has registered this key"))?;
        Ok(Response::new(FindKeyResponse { entry: Some(views::entry(entry, &bank)) }))
    }

    async fn find_code_host(
        &self,
        request: Request<FindCodeHostRequest>,
    ) -> Result<Response<FindCodeHostResponse>, Status> {
        self.0.bank(request.metadata()).await?;
        let nobody = || Status::not_found("no bank of CodePix has this host");
        let (code, url) = self.0.app.code_hosts.find(&request.get_ref().host).ok_or_else(nobody)?;
        let enrolled = self.0.app.participants.all();
        let bank = enrolled.iter().find(|enrolled| enrolled.bank.code == code && enrolled.token.is_some());
        let bank = views::bank(&bank.ok_or_else(nobody)?.bank);
        Ok(Response::new(FindCodeHostResponse { bank: Some(bank), url: url.to_owned() }))
    }

    async fn list_keys(
        &self,
        request: Request<ListKeysRequest>,
    ) -> Result<Response<ListKeysResponse>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let ListKeysRequest { after_key, limit } = request.into_inner();
        let limit = fields::limit(limit.into(), LIMIT_MAX).map_err(status::bad_field)?;
        let after = match after_key.as_str() {
            "" => String::new(),
            text => fields::key("after_key", text).map_err(status::bad_field)?.as_str().to_owned(),
        };
        let keys = self.0.app.keys_of(bank.ispb, &after, limit).await;
        let (entries, more) = keys.map_err(status::unavailable)?;
        let entries = entries.into_iter().map(|entry| views::entry(entry, &bank)).collect();
        Ok(Response::new(ListKeysResponse { entries, more }))
    }

    async fn remove_key(
        &self,
        request: Request<RemoveKeyRequest>,
    ) -> Result<Response<RemoveKeyResponse>, Status> {
        let bank = self.0.bank(request.metadata()).await?;
        let RemoveKeyRequest { key, entry_id } = request.into_inner();
        let removal = key_form::removal(bank.ispb, &key, &entry_id).map_err(status::bad_field)?;
        self.keep(KeyCommand::Remove(removal)).await?;
        Ok(Response::new(RemoveKeyResponse {}))
    }
}

impl Keys {
    async fn keep(&self, command: KeyCommand) -> Result<KeyOutcome, Status> {
        match self.0.app.keep_key(command).await.map_err(status::not_now)? {
            Ok(outcome) => Ok(outcome),
            Err(refused) => Err(status::key(&refused, self.holder(&refused).await.as_ref())),
        }
    }

    /// The bank that holds the key, to name it. The refusal is true without the name too, so an error counts as no name.
    async fn holder(&self, refused: &KeyRefusal) -> Option<Participant> {
        match refused {
            KeyRefusal::Rule(DirectoryRefusal::Taken(ispb)) => self.0.app.bank(*ispb).await.ok().flatten(),
            KeyRefusal::Rule(_) | KeyRefusal::Data(_) => None,
        }
    }
}

fn form(request: RegisterKeyRequest) -> KeyForm {
    let kind = values::key_kind(request.kind);
    let account = request.account.unwrap_or_default();
    let owner = request.owner.unwrap_or_default();
    KeyForm {
        request_id: request.request_id,
        kind,
        key: request.key,
        branch: account.branch,
        number: account.number,
        owner_name: owner.name,
        owner_tax_id: owner.tax_id,
    }
}
