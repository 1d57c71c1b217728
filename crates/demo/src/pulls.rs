//! What can be done to the system's plugs, by their names, and how they are.

use crate::{
    plug::{Life, Plug},
    system::{BROKER, System},
};
use anyhow::Context as _;

impl System {
    /// The names of all plugs, and whether each is in.
    pub fn plugs(&self) -> impl Iterator<Item = (&str, bool)> {
        let services = self.plugs.iter().map(|plug| (plug.name(), plug.is_running()));
        services.chain([(BROKER, !self.broker.is_down())])
    }

    /// How it is with whatever has this plug; None where there is no such plug.
    pub fn life(&self, name: &str) -> Option<Life> {
        let service = self.plugs.iter().find(|plug| plug.name() == name).map(Plug::life);
        service.or((name == BROKER).then_some(self.broker_life))
    }

    /// Pulls a plug.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn kill(&mut self, name: &str) -> anyhow::Result<()> {
        if name == BROKER {
            self.stop_broker(Life::Killed);
            return Ok(());
        }
        self.plug(name)?.kill();
        Ok(())
    }

    /// Lets a service finish what is under way, and pulls its plug.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn stop(&mut self, name: &str) -> anyhow::Result<()> {
        if name == BROKER {
            self.stop_broker(Life::Stopped);
            return Ok(());
        }
        self.plug(name)?.stop();
        Ok(())
    }

    fn stop_broker(&mut self, life: Life) {
        self.broker.stop();
        self.broker_life = life;
    }

    /// Lets a service do nothing, or go on.
    ///
    /// # Errors
    /// When there is none of that name; the broker is no service.
    pub fn freeze(&mut self, name: &str, freeze: bool) -> anyhow::Result<()> {
        let plug = self.plug(name)?;
        if freeze {
            plug.freeze()
        } else {
            plug.thaw()
        }
        Ok(())
    }

    /// Puts it in again.
    ///
    /// # Errors
    /// When there is none of that name, and when the system has no more threads.
    pub fn start(&mut self, name: &str) -> anyhow::Result<()> {
        if name == BROKER {
            self.broker.start();
            self.broker_life = Life::Runs;
            return Ok(());
        }
        Ok(self.plug(name)?.start()?)
    }

    fn plug(&mut self, name: &str) -> anyhow::Result<&mut Plug> {
        let names: Vec<_> = self.plugs().map(|(name, _)| name.to_owned()).collect();
        let plug = self.plugs.iter_mut().find(|plug| plug.name() == name);
        plug.with_context(|| format!("there is no {name}: choose one of {}", names.join(", ")))
    }
}
