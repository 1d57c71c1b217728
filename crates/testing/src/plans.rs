//! How PostgreSQL goes about a batch: a plan is right for tables and batches of every size if it looks up row by row, by key.

use sqlx::{AssertSqlSafe, PgConnection, PgPool, Row as _};

/// The plan of each statement that reads or writes a batch, as the connection remembers it.
async fn of_batches(connection: &mut PgConnection) -> Vec<(String, Vec<String>)> {
    let remembered = "select name, statement, cardinality(parameter_types) from pg_prepared_statements
         where (statement like '%unnest(%' or statement like '%= any(%') and cardinality(parameter_types) > 0";
    let mut plans = Vec::new();
    for row in sqlx::query(remembered).fetch_all(&mut *connection).await.expect("it tells its statements") {
        let (name, statement, parameters): (String, String, i32) = (row.get(0), row.get(1), row.get(2));
        let nothing = vec!["null"; usize::try_from(parameters).unwrap_or(0)].join(", ");
        let explain = AssertSqlSafe(format!("explain execute {name} ({nothing})"));
        let plan = sqlx::raw_sql(explain).fetch_all(&mut *connection).await.expect("it tells its plan");
        plans.push((statement, plan.iter().map(|line| line.get(0)).collect()));
    }
    plans
}

/// Holds a pool of one connection, which has done its work, to plans that look up by key; `least` statements there are.
///
/// # Panics
/// When one does not, or when there are fewer.
pub async fn assert_by_key(one: PgPool, least: usize, about: &str) {
    let mut connection = one.acquire().await.expect("the connection is there");
    let plans = of_batches(&mut connection).await;
    assert!(plans.len() >= least, "{about}: {plans:#?}");
    for (statement, plan) in plans {
        assert_eq!(walks(&plan), [""; 0], "{about}: {statement}\n{}", plan.join("\n"));
    }
    drop(connection);
    one.close().await;
}

/// What of a plan grows with the tables, or with the square of a batch.
fn walks(plan: &[String]) -> Vec<String> {
    let mut walks = Vec::new();
    for (place, line) in plan.iter().enumerate() {
        let joins = ["Seq Scan", "Hash Join", "Hash Semi Join", "Merge Join", "Merge Semi Join"];
        let condition = plan[place + 1..].iter().take_while(|next| !next.contains("->"));
        let is_by_key = condition.into_iter().any(|next| next.contains("Index Cond:"));
        let is_index = ["Index Scan", "Index Only Scan"].iter().any(|scan| line.contains(scan));
        let walks_rows = joins.iter().any(|join| line.contains(join)) || (is_index && !is_by_key);
        if walks_rows || meets_each_with_each(&plan[place..]) {
            walks.push(line.clone());
        }
    }
    walks
}

/// Does the first line join each row of a batch with each?
fn meets_each_with_each(plan: &[String]) -> bool {
    let depth = |line: &String| line.find("->").unwrap_or(0);
    let own = depth(&plan[0]);
    let below = plan[1..].iter().take_while(|line| !line.contains("->") || depth(line) > own);
    let below: Vec<_> = below.filter(|line| line.contains("->")).collect();
    let sides = below.iter().map(|line| depth(line)).min().unwrap_or(0);
    let inner = below.iter().filter(|line| depth(line) == sides).nth(1);
    let of_the_batch = |line: &&&String| line.contains("CTE Scan") || line.contains("Function Scan");
    plan[0].contains("Nested Loop") && inner.filter(of_the_batch).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_look_up_by_key_is_no_walk() {
        let by_key = "Nested Loop  (cost=0.43..1.00)\n  ->  CTE Scan on next\n  ->  Index Scan using transfers_pkey on transfers\n        Index Cond: (id = next.id)";
        assert_eq!(walks(&plan(by_key)), [""; 0]);
    }

    #[test]
    fn a_batch_that_is_joined_with_itself_is_a_walk() {
        let twice = "Insert on q\n  ->  Nested Loop Semi Join  (cost=0.00..9.00)\n        Join Filter: (q.id = written.id)\n        ->  Function Scan on q\n        ->  CTE Scan on written";
        assert_eq!(walks(&plan(twice)).len(), 1);
    }

    #[test]
    fn a_table_that_is_read_whole_is_a_walk() {
        assert_eq!(walks(&plan("Seq Scan on transfers")).len(), 1);
        assert_eq!(
            walks(&plan("Index Scan using transfers_pkey on transfers\n  Filter: (version = 1)")).len(),
            1
        );
    }
}
