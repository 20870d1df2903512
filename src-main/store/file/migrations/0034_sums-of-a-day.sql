CREATE TABLE `farm_slots` (
	`at` integer NOT NULL,
	`algorithm` text NOT NULL,
	`recorded_ms` integer NOT NULL,
	`expected_hash` real NOT NULL,
	`hashed_hash` real NOT NULL,
	`known_miner_ms` integer NOT NULL,
	`hashing_miner_ms` integer NOT NULL,
	PRIMARY KEY(`at`, `algorithm`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `loss_slots` (
	`at` integer NOT NULL,
	`algorithm` text NOT NULL,
	`cause` text NOT NULL,
	`lost_hash` real NOT NULL,
	PRIMARY KEY(`at`, `algorithm`, `cause`)
) STRICT, WITHOUT ROWID;
