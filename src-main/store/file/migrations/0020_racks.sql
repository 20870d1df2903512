CREATE TABLE `racks` (
	`rack_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`rack` text NOT NULL,
	`rows` integer,
	`columns` integer,
	`power_limit_w` integer,
	`pdu` text,
	`switch` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `racks_id_unique` ON `racks` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `racks_rack_unique` ON `racks` (`rack`);