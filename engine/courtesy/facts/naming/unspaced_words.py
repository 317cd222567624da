"""Words around names in scripts that put no spaces between words: titles, particles, family names."""

from __future__ import annotations

from courtesy.facts.message import word_set

TWO_CHARACTERS = word_set(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々 山口 松本 井上 木村 斎藤 斉藤 齋藤 "
    "清水 山崎 阿部 池田 橋本 石川 山下 小川 石井 長谷 後藤 岡田 近藤 前田 藤田 遠藤 青木 坂本 村上 太田 金子 藤井 "
    "福田 西村 三浦 竹内 中川 岡本 松田 原田 中野 小野 田村 藤原 中山 石田 小島 和田 森田 内田 柴田 酒井 原口 高木 "
    "横山 安藤 宮崎 上田 島田 工藤 宮本 大野 今井 高田 丸山 増田 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 "
    "武田 松井 千葉 菅原 岩崎 久保 木下 佐野 野村 松尾 市川 菊地 杉本 古川 大西 島崎 桜井 渡部 望月 北村 川口 中島 "
    "中田 小松 熊谷 山中 欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 东方 獨孤 独孤 南宫 "
    "端木 남궁 황보 제갈 사공 선우 서문 독고"
)
"""Family names of two characters; others of Chinese and Korean have one."""
THREE_CHARACTERS = word_set("長谷川 佐々木 五十嵐 久保田 大久保 小笠原 宇都宮 長谷部 佐久間 日比野 二階堂 勅使河")
JAPANESE = (
    "さん|さま|様|氏|君|くん|ちゃん|先生|先輩|殿|社長|部長|課長|係長|専務|常務|会長|店長|主任|教授|博士|マネージャー"
)
CHINESE = "先生|女士|小姐|太太|老师|老師|总|總|经理|經理|同学|同學|博士|教授|主任|主管|医生|醫生|哥|姐|老板"
KOREAN = "씨|님|선생|대표|팀장|과장|부장|차장|대리|사장|이사|교수|박사|실장|매니저|국장|원장|본부장|주임|사원|선배|후배"
PARTICLES = (
    "은|는|이|가|을|를|의|에게|에게서|한테|께|께서|와|과|랑|이랑|하고|도|만|아|"
    "야|이야|이라고|라고|입니다|이었다|였다|이는|이가|이를|이와|이도"
)
WORDS = word_set(
    "海洋 和平 建国 建國 国庆 國慶 文化 光明 黎明 长江 長江 文明 高明 明月 明天 立春 春天 阳光 陽光 世界 平安 健康 "
    "永远 美丽 美麗 秀丽 山水 天一 一天 东方 大海 小雨 小雪 白雪 春花 文学 文學 自强 自由 国强 向前 学习 하늘 바다 "
    "사랑 하나 나라 보라 아름 보람 이슬 소리 우리 가을 여름 지구 미래 정도 사실 기대 이상 전기 정보 한국 인사 고기 "
    "長野 福島 広島 大阪 東京 秋田 岡山 富山 福井 三重 香川 光 愛 心 空 海 希望 未来 大和 高知 山形 香里 健"
)
"""Parts of names that are words or places as well: they need a title behind them."""
PLACES = "県|縣|县|市|区|區|町|村|駅|都|府|省|州|路|街|大学|大學"
BEFORE_ONE = "和与與跟向是见見谢謝的了在对對给給请請问問"
"""What may stand before a family name of one character; behind others it belongs to another word."""
THAI_TITLES = "คุณ|นาย|นางสาว|นาง|พี่|ครู|ดร\\."
