/** The firmware's single-page app, served for every path outside the API. */
export const WEB_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="firmware" content="AnthillOS">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>Firmware</title>
<script type="module" crossorigin src="/assets/index-5e1ca9d2.js"></script>
</head>
<body><div id="root"></div></body>
</html>
`;
