//! The words that a problem is known by: the last part of its `type`, `urn:codepix:problem:<word>`. Stable; programs go by them.

pub const ACCOUNT_CLOSED: &str = "account_closed";
pub const BUG: &str = "bug";
pub const ENCODED: &str = "encoded";
pub const IDEMPOTENCY_KEY_REUSED: &str = "idempotency_key_reused";
pub const INSUFFICIENT_FUNDS: &str = "insufficient_funds";
pub const INVALID_FIELD: &str = "invalid_field";
pub const KEY_RULE: &str = "key_rule";
pub const LOGIN_MISMATCH: &str = "login_mismatch";
pub const MALFORMED: &str = "malformed";
pub const NO_IDEMPOTENCY_KEY: &str = "no_idempotency_key";
pub const NO_METHOD: &str = "no_method";
pub const NO_ROUTE: &str = "no_route";
pub const NO_SESSION: &str = "no_session";
pub const NOT_FOUND: &str = "not_found";
pub const NOT_JSON: &str = "not_json";
pub const NOT_THE_HOLDERS: &str = "not_the_holders";
pub const OWN_KEY: &str = "own_key";
pub const PIN_LOCKED: &str = "pin_locked";
pub const TAKEN: &str = "taken";
pub const TOO_LARGE: &str = "too_large";
pub const TOO_MANY_ACCOUNTS: &str = "too_many_accounts";
pub const TOO_MANY_LOGINS: &str = "too_many_logins";
pub const TOO_MANY_LOOKUPS: &str = "too_many_lookups";
pub const WRONG_PIN: &str = "wrong_pin";
pub const YOURS_ALREADY: &str = "yours_already";
pub const UNAVAILABLE: &str = "unavailable";
