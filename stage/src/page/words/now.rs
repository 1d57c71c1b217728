//! Who is up, which lines are hurt, what is on its way.

use jiff::Timestamp;

use super::{
    figures::{count, reais},
    seen::Seen,
};
use crate::journal::{Entry, LinkState, Message, Node, ProcessState};

impl Seen<'_> {
    /// `Hub CodePix: caiu há 11,7 s. 3 esperam por ele.`
    pub fn nodes(&self) -> impl Iterator<Item = String> {
        self.page.present.iter().filter_map(|line| match &line.entry {
            Entry::Process { node, state, since, bug, .. } => {
                let state = self.state_words(*state, *since, bug.is_some());
                Some(format!("{}: {state}.{}", self.name(*node), self.wait_words(*node)))
            }
            _ => None,
        })
    }

    fn state_words(&self, state: ProcessState, since: Timestamp, bug: bool) -> String {
        let key = match state {
            ProcessState::Up if bug => "state.bugged",
            ProcessState::Up => "state.up",
            ProcessState::Killed => "state.killed",
            ProcessState::Stopped => "state.stopped",
            ProcessState::Frozen => "state.frozen",
            ProcessState::Wiped => "state.wiped",
        };
        self.page.lang.fill(key, &[("s", &self.ago(since))])
    }

    fn wait_words(&self, node: Node) -> String {
        let waiting = self.money.map(|money| &money.waiting);
        let of_node =
            waiting.and_then(|waiting| waiting.iter().find(|(place, _)| Node::from(**place) == node));
        match of_node.map_or(0, |(_, n)| *n) {
            0 => String::new(),
            1 => format!(" {}.", self.page.lang.say("wait.one")),
            n => format!(" {}.", self.page.lang.fill("wait.many", &[("n", &count(self.page.lang, n))])),
        }
    }

    /// The lines that do not let everything through.
    pub fn lines_hurt(&self) -> impl Iterator<Item = String> {
        self.page.present.iter().filter_map(|line| match &line.entry {
            Entry::Link { link, state, .. } => {
                let key = match state {
                    LinkState::Whole => return None,
                    LinkState::Cut => "state.line.cut",
                    LinkState::Deaf => "state.line.deaf",
                    LinkState::Mute => "state.line.mute",
                    LinkState::Slow => "state.line.slow",
                };
                Some(format!("{link}: {}.", self.page.lang.say(key)))
            }
            _ => None,
        })
    }

    /// `pedido, R$ 80,00, Marina para Rafael, em codepix.from.001: espera na fila.`
    pub fn on_the_way(&self) -> impl Iterator<Item = String> {
        self.page.present.iter().filter_map(|line| match &line.entry {
            Entry::Message(message) if self.waits(message, line.n) => {
                Some(format!("{}: {}.", self.message_words(message), self.page.lang.say("token.waits")))
            }
            _ => None,
        })
    }

    fn message_words(&self, message: &Message) -> String {
        let lang = self.page.lang;
        let kind = lang.say(message.kind.text_key());
        let Some(transfer) = self.transfer(&message.end_to_end_id) else {
            return format!("{kind}, {}, {}", message.end_to_end_id, message.topic);
        };
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "?".to_owned());
        let slots = [
            ("kind", kind),
            ("m", &reais(transfer.amount_cents)),
            ("payer", &name(&transfer.payer)),
            ("payee", &name(&transfer.payee)),
            ("topic", &message.topic),
        ];
        lang.fill("token.label", &slots)
    }
}
