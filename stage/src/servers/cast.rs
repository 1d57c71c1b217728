//! Who of the laboratory plays whom on stage. Refuses to know what a process is.

use lab::chaos::environment::instance::{Dependency, Instance, ROLES, Role};

use crate::journal::{Far, LinkName, Place};

/// The laboratory's service for a place; None for a bank of the banks file that it knows nothing of.
pub fn service(place: Place) -> Option<Instance> {
    let plays = |role: &Role| match (place, role.code()) {
        (Place::Hub, None) => true,
        (Place::Bank(bank), Some(code)) => bank.as_str() == code,
        _ => false,
    };
    ROLES.into_iter().find(plays).map(Role::first)
}

/// What a line leads to, as the laboratory calls it.
pub fn dependency(far: Far) -> Dependency {
    match far {
        Far::Kafka => Dependency::Kafka,
        Far::Hub => Dependency::Hub,
        Far::Pg => Dependency::Postgres,
    }
}

/// The consumer group of a place.
pub fn group(place: Place) -> String {
    match place {
        Place::Hub => "codepix".to_owned(),
        Place::Bank(code) => format!("bank-{code}"),
    }
}

/// All lines between these places and what they talk to.
pub fn lines(places: &[Place]) -> Vec<LinkName> {
    let of = |from: Place| [Far::Kafka, Far::Hub, Far::Pg].map(|to| LinkName { from, to });
    let all = places.iter().flat_map(|place| of(*place));
    all.filter(|line| (line.from, line.to) != (Place::Hub, Far::Hub)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hub_and_banks_are_played_by_the_services_of_their_code() {
        let bank = |code: &str| Place::Bank(code.parse().unwrap());
        assert_eq!(service(Place::Hub), Some(Role::Hub.first()));
        assert_eq!(service(bank("002")), Some(Role::Mare.first()));
        assert_eq!(service(bank("417")), None);
        for role in ROLES {
            let place = role.code().map_or(Place::Hub, bank);
            assert_eq!(group(place), role.group(), "as the services call it");
        }
    }

    #[test]
    fn the_hub_has_no_line_to_itself() {
        assert_eq!(lines(&[Place::Hub]).len(), 2);
        assert_eq!(lines(&[Place::Bank("001".parse().unwrap())]).len(), 3);
    }
}
