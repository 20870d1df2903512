CREATE TABLE `chip_days` (
	`at` integer PRIMARY KEY NOT NULL,
	`counts` text NOT NULL
) STRICT;
