<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><?= e($title) ?> · Trà Mây</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
  <a class="brand" href="/">Trà Mây</a>
  <form action="/search.php" method="get">
    <input name="q" aria-label="Tìm trà" placeholder="Tìm trà…" value="<?= e(field($_GET, 'q')) ?>">
    <button>Tìm</button>
  </form>
</header>
<main>
<h1><?= e($title) ?></h1>
<?= $body ?>
</main>
<footer>
  <p>Trà Mây, 12 phố Hàng Chè, Hà Nội · Trà ngon từ những triền núi mây phủ</p>
  <p>
  <?php if ($staff): ?>
    <a href="/staff.php">Trang nhân viên (staff)</a> · <a href="/logout.php">Đăng xuất (log out)</a>
  <?php else: ?>
    <a href="/login.php">Nhân viên đăng nhập (staff login)</a>
  <?php endif ?>
  </p>
</footer>
</body>
</html>
