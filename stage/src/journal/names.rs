//! What stands on the stage, by name: the places that keep books, the processes with a plug, the lines between them.
//! Banks come from `banks.env`; nothing here knows how many there are.

use std::{fmt, str::FromStr};

use pix::BankCode;

/// Who keeps a ledger: `hub`, or a bank by its code, `001`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Hub,
    Bank(BankCode),
}

/// What has a plug: `hub`, `001`, `kafka`, `postgres`, `web-001` (the process of that bank's pages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Hub,
    Bank(BankCode),
    Kafka,
    Postgres,
    Web(BankCode),
}

/// What a line leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Far {
    Kafka,
    Hub,
    Pg,
}

/// One line, from who opens it to who listens: `001-kafka`, `001-hub`, `hub-pg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkName {
    pub from: Place,
    pub to: Far,
}

/// The text names nothing that can stand on a stage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no name of the stage's: places are hub or a bank's code, lines are written 001-kafka, hub-pg or 001-hub"
)]
pub struct NameError(String);

impl From<Place> for Node {
    fn from(place: Place) -> Node {
        match place {
            Place::Hub => Node::Hub,
            Place::Bank(code) => Node::Bank(code),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Hub => f.write_str("hub"),
            Place::Bank(code) => code.fmt(f),
        }
    }
}

impl FromStr for Place {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Place, NameError> {
        match text {
            "hub" => Ok(Place::Hub),
            code => code.parse().map(Place::Bank).map_err(|_| NameError(text.to_owned())),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Hub => f.write_str("hub"),
            Node::Bank(code) => code.fmt(f),
            Node::Kafka => f.write_str("kafka"),
            Node::Postgres => f.write_str("postgres"),
            Node::Web(code) => write!(f, "web-{code}"),
        }
    }
}

impl FromStr for Node {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Node, NameError> {
        let unknown = |_| NameError(text.to_owned());
        match (text, text.strip_prefix("web-")) {
            ("kafka", _) => Ok(Node::Kafka),
            ("postgres", _) => Ok(Node::Postgres),
            (_, Some(code)) => code.parse().map(Node::Web).map_err(unknown),
            _ => text.parse::<Place>().map(Node::from),
        }
    }
}

impl fmt::Display for LinkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = match self.to {
            Far::Kafka => "kafka",
            Far::Hub => "hub",
            Far::Pg => "pg",
        };
        write!(f, "{}-{to}", self.from)
    }
}

impl FromStr for LinkName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<LinkName, NameError> {
        let unknown = || NameError(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(unknown)?;
        let to = match to {
            "kafka" => Far::Kafka,
            "hub" if from != "hub" => Far::Hub,
            "pg" => Far::Pg,
            _ => return Err(unknown()),
        };
        Ok(LinkName { from: from.parse().map_err(|_| unknown())?, to })
    }
}

/// On the wire a name is its text.
macro_rules! travels_as_text {
    ($($name:ty),+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

travels_as_text!(Place, Node, LinkName);
