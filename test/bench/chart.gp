# The chart of the benchmarks. Variables: data, a file of names and numbers; chart, the file to write.
set terminal svg noenhanced size 720, 320 font "sans-serif,13" background "white"
set output chart
set datafile separator "\t"
set title "Microseconds a webhook, every column read; less is better"
set style fill solid noborder
set boxwidth 0.6
set yrange [] reverse
set offsets 0, 0, 0.6, 0.6
set xrange [0:*]
set grid xtics lc rgb "#dddddd"
set border 3 lc rgb "#888888"
set tics nomirror
unset key
colour(name) = strstrt(name, "ses_") > 0 ? 0x336791 : 0xb0b0b0
plot data using ($2 / 2):0:($2 / 2):(0.3):(colour(strcol(1))):ytic(1) with boxxyerror lc rgb variable, \
	data using 2:0:(sprintf(" %.2f", $2)) with labels left
