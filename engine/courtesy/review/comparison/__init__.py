"""Two versions of a policy beside each other: in words, by recorded cases, and by cases made up for each change."""
