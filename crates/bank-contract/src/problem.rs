//! The words that a problem is known by: the last part of its `type`, `urn:codepix:problem:<word>`. Stable; programs go by them.

pub const ACCOUNT_CLOSED: &str = "account_closed";
pub const BUG: &str = "bug";
/// The code's checksum does not hold, or a part of it is missing.
pub const CODE_ALTERED: &str = "code_altered";
pub const CHARGE_AMOUNT: &str = "charge_amount";
/// The charge that the code leads to has expired.
pub const CHARGE_EXPIRED: &str = "charge_expired";
pub const CHARGE_PAID: &str = "charge_paid";
pub const CHARGE_REMOVED: &str = "charge_removed";
pub const CHARGE_UNKNOWN: &str = "charge_unknown";
pub const ENCODED: &str = "encoded";
pub const IDEMPOTENCY_KEY_REUSED: &str = "idempotency_key_reused";
pub const INSUFFICIENT_FUNDS: &str = "insufficient_funds";
pub const INVALID_FIELD: &str = "invalid_field";
/// An order says not, or not once, whom or how much it pays.
pub const INCOMPLETE_ORDER: &str = "incomplete_order";
pub const KEY_RULE: &str = "key_rule";
pub const LOGIN_MISMATCH: &str = "login_mismatch";
pub const MALFORMED: &str = "malformed";
pub const NO_CODE: &str = "no_code";
pub const NO_IDEMPOTENCY_KEY: &str = "no_idempotency_key";
pub const NO_METHOD: &str = "no_method";
pub const NO_ROUTE: &str = "no_route";
pub const NO_SESSION: &str = "no_session";
/// A code that cannot be paid as it is.
pub const NOT_A_CODE: &str = "not_a_code";
pub const NOT_FOUND: &str = "not_found";
pub const NOT_JSON: &str = "not_json";
pub const NOT_RETURNABLE: &str = "not_returnable";
pub const NOT_THE_HOLDERS: &str = "not_the_holders";
pub const NOT_A_PICTURE: &str = "not_a_picture";
pub const OWN_KEY: &str = "own_key";
pub const PIN_LOCKED: &str = "pin_locked";
/// `codes` has them all.
pub const SEVERAL_CODES: &str = "several_codes";
pub const RETURN_TOO_LARGE: &str = "return_too_large";
pub const TAKEN: &str = "taken";
pub const TOO_LARGE: &str = "too_large";
pub const TOO_MANY_ACCOUNTS: &str = "too_many_accounts";
pub const TOO_MANY_LOGINS: &str = "too_many_logins";
pub const TOO_MANY_LOOKUPS: &str = "too_many_lookups";
pub const TOO_MANY_RECEIPTS: &str = "too_many_receipts";
pub const WRONG_PIN: &str = "wrong_pin";
pub const YOURS_ALREADY: &str = "yours_already";
pub const UNAVAILABLE: &str = "unavailable";
