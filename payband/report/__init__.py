"""Reports that are read and not recalculated: charts as pictures, and a web page that opens from a file."""
