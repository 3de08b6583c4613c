# facts.awk PAGE...: prints the title of each provider's page and the rows of its table
# "Receiving", as provider, name and value with tabs between them.
FNR == 1 {
	provider = FILENAME
	gsub(/.*\/|\.md$/, "", provider)
	print provider "\ttitle\t" substr($0, 3)
}

/^## / {
	is_receiving = $0 == "## Receiving"
}

is_receiving && / [|] / {
	row = substr($0, 3, length($0) - 4)
	bar = index(row, " | ")
	if (bar > 0)
		print provider "\t" substr(row, 1, bar - 1) "\t" substr(row, bar + 3)
}
