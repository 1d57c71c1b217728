//! How far each group has read, as the broker is told of it: late, but also what a ledger does not show, such as repeats.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use rdkafka::{TopicPartitionList, consumer::Consumer as _};
use tokio::{sync::watch, task::spawn_blocking, time::sleep};

use super::{
    cast::group,
    kafka::{ANSWER_MAX, Looker, client, looker, offsets, topics},
    readers::{Spot, reader},
    seen::Seen,
    system::System,
};
use crate::journal::{Journal, Place};

/// Between two looks.
const EVERY: Duration = Duration::from_millis(250);

/// One group, and its topics.
struct Group {
    name: String,
    topics: Vec<String>,
    client: Looker,
}

/// Watches as long as the scene lasts; `kafka` is the number of the broker's process while it is up.
pub async fn watch(
    system: Arc<System>,
    seen: Arc<Seen>,
    journal: Journal,
    mut kafka: watch::Receiver<Option<u32>>,
) {
    loop {
        let Ok(up) = kafka.wait_for(Option::is_some).await.map(|up| *up) else { return };
        tokio::select! {
            looked = look_again_and_again(&system, &seen, &journal) => {
                if let Err(why) = looked {
                    tracing::debug!("positions are asked for anew: {why:#}");
                }
            }
            changed = kafka.wait_for(|now| *now != up) => drop(changed),
        }
        sleep(EVERY).await;
    }
}

async fn look_again_and_again(system: &System, seen: &Seen, journal: &Journal) -> anyhow::Result<()> {
    let groups =
        system.places.iter().map(|place| open(system, *place)).collect::<anyhow::Result<Vec<_>>>()?;
    let groups = Arc::new(groups);
    loop {
        let asked = Arc::clone(&groups);
        let all = spawn_blocking(move || asked.iter().map(positions).collect::<anyhow::Result<Vec<_>>>());
        for (group, spot) in all.await.context("the look broke off")??.into_iter().flatten() {
            seen.position(journal, |readers| readers.reached(group, spot));
        }
        sleep(EVERY).await;
    }
}

fn open(system: &System, place: Place) -> anyhow::Result<Group> {
    let name = group(place);
    let all = topics(&system.banks).into_iter();
    let own = all.filter(|topic| reader(&system.places, topic) == Some(place)).collect();
    Ok(Group { client: looker(&client(&system.banks, &name)?)?, name, topics: own })
}

/// What the group has told the broker. Blocks.
fn positions(group: &Group) -> anyhow::Result<Vec<(String, Spot)>> {
    let (client, mut list) = (group.client.client()?, TopicPartitionList::new());
    for topic in &group.topics {
        let metadata = client.fetch_metadata(Some(topic), ANSWER_MAX)?;
        for partition in metadata.topics().iter().flat_map(|topic| topic.partitions()) {
            list.add_partition(topic, partition.id());
        }
    }
    let told = offsets(&client.committed_offsets(list, ANSWER_MAX)?).into_iter();
    let spots =
        told.map(|((topic, partition), offset)| (group.name.clone(), Spot { topic, partition, offset }));
    Ok(spots.collect())
}
