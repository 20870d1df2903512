ALTER TABLE `miners` ADD `pools_set` text;--> statement-breakpoint
-- What jobs sent counted as the farm's own for as long as the job was kept; from now on it is kept
-- with the miner. Of an address there is the host, without the scheme, a login, the port and a path;
-- of a user what stands before the name of the worker.
WITH sent AS (
	SELECT i.miner_id, pool.value ->> 'url' AS url, pool.value ->> 'user' AS user
	FROM `jobs` JOIN `job_items` i USING (`job_key`), json_each(i.expect, '$.pools') pool
	WHERE action = 'pools' AND json_array_length(i.sent) > 0
	UNION ALL
	SELECT i.miner_id, i.expect ->> 'pool_url', '' FROM `jobs` JOIN `job_items` i USING (`job_key`)
	WHERE action = 'switch_pool' AND json_array_length(i.sent) > 0
), without_scheme AS (
	SELECT miner_id, lower(substr(url, CASE WHEN instr(url, '://') > 0 THEN instr(url, '://') + 3 ELSE 1 END)) AS address,
		CASE WHEN user = '' OR user GLOB '[*]*' THEN NULL ELSE lower(substr(user, 1, instr(user || '.', '.') - 1)) END AS account
	FROM sent WHERE url <> ''
), without_login AS (
	SELECT miner_id, replace(address, rtrim(address, replace(address, '@', '')), '') AS address, account FROM without_scheme
), without_port AS (
	SELECT miner_id, substr(address, 1, instr(address || ':', ':') - 1) AS address, account FROM without_login
), known AS (
	SELECT DISTINCT miner_id, substr(address, 1, instr(address || '/', '/') - 1) AS host, account FROM without_port
), kept AS (
	SELECT miner_id, json_group_array(json_object('host', host, 'account', account)) AS pools
	FROM known WHERE host <> '' GROUP BY miner_id
)
UPDATE `miners` SET `pools_set` = kept.pools FROM kept WHERE kept.miner_id = `miners`.`id` AND `gone` IS NULL;
