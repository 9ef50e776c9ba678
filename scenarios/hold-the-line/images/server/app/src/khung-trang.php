<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><?= e($title) ?> · Thư viện Sông Trà</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
  <a class="brand" href="/">Thư viện huyện Sông Trà</a>
  <form action="/tim.php" method="get">
    <input name="q" aria-label="Tìm sách" placeholder="Tìm sách…">
    <button>Tìm</button>
  </form>
</header>
<main>
<h1><?= e($title) ?></h1>
<?= $body ?>
</main>
<footer>
  <a href="/so-hoa.php">Tư liệu số hoá</a> · <a href="/hang-doi.php">Số thứ tự ở quầy</a> ·
  <a href="/gui-don.php">Làm thẻ bạn đọc</a> ·
  <?php if ($staff): ?>
    <a href="/muon-tra.php">Mượn trả</a> · <a href="/don.php">Đơn làm thẻ</a> · <?= e($staff['ho_ten']) ?>
  <?php else: ?>
    <a href="/dang-nhap.php">Nhân viên (staff)</a>
  <?php endif ?>
</footer>
</body>
</html>
