//! Rows in columns, as wide as what stands in them.

/// Prints `rows` under `heads`, and how many there are.
pub fn print<const N: usize>(heads: [&str; N], rows: &[[String; N]]) {
    print!("{}", table(heads, rows));
    println!("({} {})", rows.len(), if rows.len() == 1 { "row" } else { "rows" });
}

fn table<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> String {
    let heads = heads.map(str::to_owned);
    let all = || std::iter::once(&heads).chain(rows);
    let widths: Vec<_> =
        (0..N).map(|column| all().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let line = |row: &[String; N]| {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    let rule = widths.iter().map(|&width| "─".repeat(width)).collect::<Vec<_>>().join("  ");
    let body: String = rows.iter().map(line).collect();
    format!("{}{rule}\n{body}", line(&heads))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_count_characters() {
        let rows = [["1".to_owned(), "Banco Ipê".to_owned()], ["22".to_owned(), "b".to_owned()]];
        assert_eq!(table(["n", "bank"], &rows), "n   bank\n──  ─────────\n1   Banco Ipê\n22  b\n");
    }
}
