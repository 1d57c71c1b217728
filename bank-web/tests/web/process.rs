//! The program as strangers meet it, with nothing but the banks file: no secret, and no bank behind it.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    process::{Child, Command},
    time::timeout,
};

/// Whatever is waited for comes within this.
const DEADLINE: Duration = Duration::from_secs(30);

struct Pages {
    _process: Child,
    address: SocketAddr,
    folder: PathBuf,
}

impl Pages {
    /// In a folder without secrets.
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("bank-web-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let banks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../banks.env");
        fs::copy(banks, folder.join("banks.env")).unwrap();
        // Free now, and nobody else asks for it in the next second.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let process = Command::new(env!("CARGO_BIN_EXE_bank-web"))
            .args(["--bank", "001", "--bank-api-url", "http://127.0.0.1:1", "--http-addr"])
            .arg(address.to_string())
            .arg("--banks-file")
            .arg(folder.join("banks.env"))
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { _process: process, address, folder }
    }

    async fn connect(&self) -> TcpStream {
        let connected = async {
            loop {
                match TcpStream::connect(self.address).await {
                    Ok(connection) => return connection,
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        };
        timeout(DEADLINE, connected).await.expect("it listens")
    }

    /// The status line of the answer to a request for the welcome page.
    async fn welcome(&self) -> String {
        let mut connection = self.connect().await;
        connection.write_all(b"GET / HTTP/1.1\r\nhost: bank\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        timeout(DEADLINE, connection.read_to_string(&mut answer)).await.unwrap().unwrap();
        answer.lines().next().unwrap().to_owned()
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[tokio::test]
async fn connections_that_never_ask_anything_are_ended_and_visitors_see_the_page_meanwhile() {
    let pages = Pages::start();
    let mut silent = pages.connect().await;
    let mut hanging = pages.connect().await;
    hanging.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
    assert_eq!(pages.welcome().await, "HTTP/1.1 200 OK");
    for connection in [&mut silent, &mut hanging] {
        let ended = timeout(DEADLINE, connection.read_u8()).await.expect("it is ended");
        assert!(ended.is_err(), "without a word");
    }
    assert_eq!(pages.welcome().await, "HTTP/1.1 200 OK");
}
