"""The guide: pages in Markdown for those who use payband and those who carry it on, shown as one web page."""
