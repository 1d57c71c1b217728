"""What no schema can tell the tester: numbers with check digits, and the PIN of the account that it asks with."""

import re

import schemathesis
from hypothesis import strategies

PIN = "1234"
# A bank that nothing on the stage speaks for: it may lose its token.
NOBODYS_BANK = "999"


def check_digit(digits, weights):
    rest = sum(digit * weight for digit, weight in zip(digits, weights)) % 11
    return 0 if rest < 2 else 11 - rest


def with_check_digits(number, length, weights):
    digits = [int(digit) for digit in f"{number:0{length}}"]
    for start in (1, 0):
        digits.append(check_digit(digits, weights[start:]))
    return "".join(map(str, digits))


def cpf(number):
    return with_check_digits(number, 9, range(11, 1, -1))


def cnpj(number):
    return with_check_digits(number, 12, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])


schemathesis.openapi.format("cpf", strategies.integers(1, 10**9 - 2).map(cpf))
schemathesis.openapi.format("cnpj", strategies.integers(1, 10**12 - 2).map(cnpj))


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Money is sent with the right PIN, unless the PIN itself is what is wrong, and whole numbers are written as such: to
    JSON Schema 5.0 is one too. And nobody logs the tester out, or takes the token of the bank away that it asks for.
    """
    label, body = case.operation.label, case.body
    if label == "POST /transfers" and isinstance(body, dict):
        if re.fullmatch("[0-9]{4}", str(body.get("pin"))):
            body["pin"] = PIN
    for field in ("amount_cents", "expires_in_seconds", "number"):
        if isinstance(body, dict) and isinstance(body.get(field), float) and body[field].is_integer():
            body[field] = int(body[field])
    if label.startswith("DELETE /sessions") and (case.headers or {}).get("Authorization"):
        case.headers["Authorization"] = "Bearer of-nobody"
    if case.operation.path == "/participants/{code}" and re.fullmatch("[0-9]{3}", str(case.path_parameters.get("code"))):
        case.path_parameters["code"] = NOBODYS_BANK


@schemathesis.check
def allowed_by_its_schema(ctx, response, case):
    """A field that its schema allows is not refused; a rule that no schema can tell has a `type` of its own."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    problem = response.json()
    refused = problem.get("type") == "urn:codepix:problem:invalid_field"
    # Of its own making the tester knows numbers that exist, but not of every phase; and no pattern knows leap years.
    known = ("check its last two digits", "names a minute that no calendar has")
    if refused and not any(words in problem["detail"] for words in known):
        raise AssertionError(f"its schema allows it: {problem['detail']}")
