#!/usr/bin/env python3
"""Gửi thư nhắc lịch khám cho bệnh nhân của ngày mai. Chạy lúc 17 giờ mỗi ngày."""
import configparser
import csv
import smtplib
import sys
from datetime import date, timedelta
from email.message import EmailMessage


def settings(path='cau-hinh/gui-thu.ini'):
    config = configparser.ConfigParser()
    if not config.read(path, encoding='utf-8'):
        sys.exit(f'không đọc được {path}')
    return config['smtp']


def reminders(path, day):
    with open(path, encoding='utf-8', newline='') as file:
        yield from (row for row in csv.DictReader(file) if row['ngay'] == day.isoformat())


def main():
    smtp = settings()
    tomorrow = date.today() + timedelta(days=1)
    with smtplib.SMTP(smtp['may_chu'], smtp.getint('cong'), timeout=20) as server:
        server.starttls()
        server.login(smtp['tai_khoan'], smtp['mat_khau'])
        for row in reminders('du-lieu/lich-hen.csv', tomorrow):
            message = EmailMessage()
            message['From'] = smtp['nguoi_gui']
            message['To'] = row['thu']
            message['Subject'] = f"Nhắc lịch khám ngày {tomorrow:%d-%m-%Y}"
            message.set_content(f"Kính gửi {row['ten']},\nMời ông/bà đến phòng {row['phong']} lúc {row['gio']}.\n")
            server.send_message(message)


if __name__ == '__main__':
    main()
