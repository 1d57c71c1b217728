//! A CA of a test's own.

use std::{fs, path::PathBuf, process::Command};

/// Its files, which go with it.
pub struct Ca(pub PathBuf);

impl Ca {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("codepix-ca-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let ca = Self(folder);
        ca.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem");
        ca
    }

    /// Makes `server.key` and `server.pem`, for whoever listens on loopback.
    pub fn sign(&self) {
        self.openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=server -addext subjectAltName=IP:127.0.0.1 -keyout server.key -out server.csr");
        self.openssl("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out server.pem");
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn openssl(&self, arguments: &str) {
        let run = Command::new("openssl").args(arguments.split(' ')).current_dir(&self.0).output().unwrap();
        assert!(run.status.success(), "{arguments}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

impl Drop for Ca {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}
