//! The sentence fits the case: people and companies, each field, each question.

use super::fake_bank::{ANA, BAKERY, get_as_customer, pages_of, post_as_customer};

fn title(page: &str) -> &str {
    page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap()
}

/// What stands beside the field of that name.
fn error<'a>(page: &'a str, field: &str) -> &'a str {
    let error = page.split(&format!("id=\"{field}-e\"")).nth(1).unwrap_or_default();
    error.split("<span>").nth(1).unwrap_or_default().split("</span>").next().unwrap_or_default()
}

fn input<'a>(page: &'a str, field: &str) -> &'a str {
    page.split("<input")
        .find(|rest| rest.contains(&format!("id=\"{field}\"")))
        .unwrap()
        .split('>')
        .next()
        .unwrap()
}

#[tokio::test]
async fn a_company_is_greeted_by_its_name_and_paid_by_its_number() {
    let page = get_as_customer(&pages_of(BAKERY).await, "/home", &[]).await.page;
    assert!(page.contains("Olá, Padaria do Sol"));
    let pages = pages_of(ANA).await;
    let page = get_as_customer(&pages, "/home", &[]).await.page;
    assert!(page.contains("Olá, Ana<"), "people are greeted by their first name");
    let page = get_as_customer(&pages, "/pix/send?key=11222333000181", &[]).await.page;
    assert!(page.contains("É esta empresa?") && page.contains("Confira o nome e o CNPJ"));
    assert!(title(&page).starts_with("É esta empresa · Enviar Pix"));
}

#[tokio::test]
async fn each_has_its_own_limit_of_keys() {
    for (customer, most) in [(ANA, "5 chaves"), (BAKERY, "20 chaves")] {
        let pages = pages_of(customer).await;
        for form in ["kind=phone&phone=11987654321&account=100001", "kind=random&account=100001"] {
            let page = post_as_customer(&pages, "/pix/keys", form).await.page;
            assert!(page.contains(&format!("Você já tem {most}")), "{form}");
        }
    }
}

#[tokio::test]
async fn a_new_key_has_the_keyboard_of_its_kind() {
    let page = get_as_customer(&pages_of(ANA).await, "/pix/keys/new", &[]).await.page;
    assert!(input(&page, "phone").contains("inputmode=\"tel\""));
    assert!(input(&page, "email").contains("type=\"email\""));
    assert!(input(&page, "cpf").contains("inputmode=\"numeric\""));
    let page = get_as_customer(&pages_of(BAKERY).await, "/pix/keys/new", &[]).await.page;
    assert!(input(&page, "cnpj").contains("autocapitalize=\"characters\""), "letters are in the newer ones");
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let pages = pages_of(ANA).await;
    for (form, field, words) in [
        ("kind=email&email=jo%C3%A3o@exemplo.com.br", "email", "“ã” não vale"),
        ("kind=email&email=x", "email", "Falta o @"),
        ("kind=email&email=a@b", "email", "Falta o final"),
        ("kind=email&email=", "email", "Preencha"),
        ("kind=cpf&cpf=123", "cpf", "11 números"),
        ("kind=cpf&cpf=529.982.247-24", "cpf", "não existe"),
    ] {
        let page = post_as_customer(&pages, "/pix/keys", &format!("{form}&account=100001")).await.page;
        assert!(error(&page, field).contains(words), "{form}: {}", error(&page, field));
        assert!(input(&page, field).contains("autofocus"), "the focus is at what is wrong");
        assert!(title(&page).starts_with("Erro: "), "{}", title(&page));
    }
    for (key, words) in
        [("nada", "Confira se está completa"), ("11987654321", "Confira os números"), ("", "Preencha")]
    {
        let page = get_as_customer(&pages, &format!("/pix/send?key={key}"), &[]).await.page;
        assert!(error(&page, "key").contains(words), "{key}: {}", error(&page, "key"));
        assert!(page.contains("role=\"alert\"") && title(&page).starts_with("Erro: "));
    }
}

#[tokio::test]
async fn no_form_is_judged_by_the_browser() {
    let pages = pages_of(ANA).await;
    for path in ["/pix/send", "/pix", "/pix/scan", "/pix/keys/new", "/home"] {
        let page = get_as_customer(&pages, path, &[]).await.page;
        let judged = page.split("<form").skip(1).filter_map(|form| {
            let head = form.split('>').next().unwrap();
            let body = form.split("</form>").next().unwrap();
            (body.contains(" required") && !head.contains("novalidate")).then_some(head)
        });
        assert_eq!(judged.collect::<Vec<_>>(), Vec::<&str>::new(), "{path}");
    }
}

#[tokio::test]
async fn a_customer_finds_the_address_to_log_in_by() {
    let page = get_as_customer(&pages_of(ANA).await, "/profile", &[]).await.page;
    assert!(page.replace("<!>", "").contains("ana<wbr>@example<wbr>.com"));
}

#[tokio::test]
async fn an_e_mail_parts_before_its_at_and_dots_alone() {
    let page = get_as_customer(&pages_of(ANA).await, "/pix/keys", &[]).await.page;
    assert!(page.replace("<!>", "").contains("ana<wbr>.001<wbr>@exemplo<wbr>.com<wbr>.br"));
}
