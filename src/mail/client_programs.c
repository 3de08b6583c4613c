/*
 * client_programs.c
 *		The programs in which persons open mails and follow links, by user agent.
 */
#include "mail/client_rules.h"

/*
 * Nothing distinguishes a person here from Apple's prefetch, which on a Mac has the agent
 * of the program.
 */
static const ClientRule apple_mail[] = {
	{"(KHTML, like Gecko)", AT_END, "apple_mail", "Apple Mail on macOS, private or not; no browser ends so", "Mac OS X", NULL},
	START("Mail/", "apple_mail", "device-detector: Apple Mail"),
	END_OF_RULES,
};

static const ClientRule mail_programs[] = {
	WORDS("Outlook-Express", "outlook_express", "Outlook Express, Windows Live Mail"),
	WORDS("Outlook-iOS", "outlook_mobile", "Outlook for iOS"),
	WORDS("Outlook-iOS-Android", "outlook_mobile", "Outlook for iOS and Android"),
	WORDS("Outlook-Android", "outlook_mobile", "Outlook for Android"),
	WORDS("com.microsoft.office.outlook", "outlook_mobile", "Outlook for Android: name of its package"),
	WORDS("MacOutlook", "outlook", "Outlook for Mac"),
	WORDS("Microsoft Outlook", "outlook", "Outlook for Windows"),
	WORDS("Microsoft Office Outlook", "outlook", "Outlook 2007"),
	WORDS("MSOffice", "outlook", "Outlook for Windows"),
	WORDS("ms-office", "outlook", "Outlook for Windows, and programs of Office that open links"),
	START("Microsoft Office", "outlook", "Outlook for Windows, and programs of Office that open links"),
	START("Outlook", "outlook", "Outlook for Mac"),
	WORDS("OneOutlook", "outlook", "the new Outlook for Windows"),
	WORDS("WindowsMail", "windows_mail", "device-detector: Windows Mail"),
	WORDS("Windows Live Mail", "windows_mail", "Windows Live Mail"),
	WORDS("Thunderbird", "thunderbird", "Thunderbird"),
	WORDS("Icedove", "thunderbird", "Debian's Thunderbird"),
	WORDS("Betterbird", "thunderbird", "Betterbird, made from Thunderbird"),
	WORDS("Lotus-Notes", "lotus_notes", "Lotus, IBM and HCL Notes"),
	WORDS("Lotus Notes", "lotus_notes", "Lotus, IBM and HCL Notes"),
	WORDS("HCL Notes", "lotus_notes", "Lotus, IBM and HCL Notes"),
	WORDS("SamsungEmail", "samsung_mail", "Samsung Email"),
	WORDS("SamsungMail", "samsung_mail", "Samsung Email"),
	WORDS("com.samsung.android.email", "samsung_mail", "Samsung Email: name of its package"),
	WORDS("Android-Gmail", "gmail_app", "device-detector: Gmail for Android"),
	WORDS("com.google.android.gm", "gmail_app", "Gmail for Android: name of its package"),
	WORDS("Yahoo%20Mail", "yahoo_mail_app", "device-detector: Yahoo Mail"),
	WORDS("YahooMobileMail", "yahoo_mail_app", "uap-core: Yahoo Mail for Android"),
	WORDS("jp.co.yahoo.ymail", "yahoo_japan_mail_app", "device-detector: Yahoo! Mail of Japan"),
	WORDS("NaverMailApp", "naver_mail_app", "device-detector: NAVER Mail"),
	WORDS("MailMaster", "mail_master", "device-detector: NetEase Mail Master"),
	WORDS("MailMasterPC", "mail_master", "device-detector: NetEase Mail Master"),
	WORDS("MailMaster_Android_Mobile", "mail_master", "device-detector: NetEase Mail Master"),
	WORDS("Foxmail", "foxmail", "device-detector: Foxmail"),
	WORDS("ProtonMail", "proton_mail", "Proton Mail"),
	WORDS("Evolution/", "evolution", "GNOME Evolution"),
	WORDS("kmail2", "kmail", "KDE KMail"),
	WORDS("KMail", "kmail", "KDE KMail"),
	WORDS("Claws Mail", "claws_mail", "Claws Mail"),
	WORDS("Sylpheed", "sylpheed", "Sylpheed"),
	WORDS("SeaMonkey", "seamonkey", "SeaMonkey"),
	WORDS("Iceape", "seamonkey", "Debian's SeaMonkey"),
	WORDS("Spicebird", "spicebird", "Spicebird"),
	WORDS("Postbox", "postbox", "Postbox"),
	WORDS("Airmail", "airmail", "Airmail"),
	WORDS("Mailspring", "mailspring", "Mailspring"),
	WORDS("Mailbird", "mailbird", "Mailbird"),
	WORDS("BlueMail", "bluemail", "BlueMail"),
	WORDS("eM Client", "em_client", "eM Client"),
	WORDS("eMClient", "em_client", "eM Client"),
	WORDS("The Bat!", "the_bat", "The Bat!"),
	WORDS("Barca", "barca", "Barca"),
	WORDS("BarcaPro", "barca", "Barca"),
	WORDS("PocoMail", "pocomail", "PocoMail"),
	WORDS("Eudora", "eudora", "Eudora"),
	WORDS("IncrediMail", "incredimail", "IncrediMail"),
	WORDS("MailBar", "mailbar", "MailBar"),
	WORDS("mailapp", "mailapp", "device-detector: MailApp"),
	WORDS("Zimbra", "zimbra", "Zimbra Desktop"),
	WORDS("Zdesktop", "zimbra", "Zimbra Desktop"),
	WORDS("Superhuman", "superhuman", "Superhuman"),
	WORDS("Polymail", "polymail", "Polymail"),
	WORDS("Unibox", "unibox", "Unibox"),
	WORDS("Franz", "franz", "device-detector: Franz"),
	WORDS("ramboxpro", "rambox", "device-detector: Rambox"),
	END_OF_RULES,
};

/*
 * What apps load with or without a person: mail programs for phones use these
 * libraries, too.
 */
static const ClientRule app_libraries[] = {
	START("okhttp", "okhttp", "OkHttp, the library of apps for Android"),
	WORDS("CFNetwork", "cfnetwork", "CFNetwork, the library of apps for Apple's systems"),
	START("Dalvik", "android_app", "Android: HttpURLConnection in apps"),
	START("Dart", "dart", "Dart, the language of Flutter's apps"),
	END_OF_RULES,
};

/* A browser names those whose engine it has, too: so "Chrome" and "Safari" come last. */
static const ClientRule browsers[] = {
	WORDS("FBAN", "facebook_app", "Facebook's apps"),
	WORDS("FBAV", "facebook_app", "Facebook's apps"),
	WORDS("FB_IAB", "facebook_app", "Facebook's apps"),
	WORDS("Instagram", "instagram_app", "Instagram"),
	WORDS("LinkedInApp", "linkedin_app", "LinkedIn"),
	WORDS("Twitter for iPhone", "twitter_app", "X"),
	WORDS("TwitterAndroid", "twitter_app", "X"),
	WORDS("Snapchat", "snapchat_app", "Snapchat"),
	WORDS("Pinterest", "pinterest_app", "Pinterest"),
	WORDS("musical_ly", "tiktok_app", "TikTok"),
	WORDS("BytedanceWebview", "tiktok_app", "TikTok"),
	WORDS("MicroMessenger", "wechat", "WeChat"),
	WORDS("KAKAOTALK", "kakaotalk_app", "KakaoTalk"),
	WORDS("GSA", "google_app", "Google's app for iOS"),
	WORDS("GoogleApp", "google_app", "Google's app"),
	WORDS("Edg", "edge", "Microsoft Edge"),
	WORDS("EdgA", "edge", "Microsoft Edge for Android"),
	WORDS("EdgiOS", "edge", "Microsoft Edge for iOS"),
	WORDS("Edge", "edge", "Microsoft Edge until version 18"),
	WORDS("OPR", "opera", "Opera"),
	WORDS("OPT", "opera", "Opera Touch"),
	WORDS("OPX", "opera", "Opera GX for iOS"),
	WORDS("OPiOS", "opera", "Opera for iOS"),
	WORDS("Opera", "opera", "Opera until version 12, Opera Mini"),
	WORDS("SamsungBrowser", "samsung_internet", "Samsung Internet"),
	WORDS("YaBrowser", "yandex_browser", "Yandex Browser"),
	WORDS("YaApp_Android", "yandex_browser", "Yandex's app"),
	WORDS("YandexSearch", "yandex_browser", "Yandex's app"),
	WORDS("Vivaldi", "vivaldi", "Vivaldi"),
	WORDS("Brave", "brave", "Brave"),
	WORDS("DuckDuckGo", "duckduckgo_browser", "DuckDuckGo's browser"),
	WORDS("Ddg", "duckduckgo_browser", "DuckDuckGo's browser"),
	WORDS("Ecosia", "ecosia", "Ecosia"),
	WORDS("Whale/", "whale", "NAVER Whale"),
	WORDS("NAVER", "naver_app", "NAVER's app"),
	WORDS("UCBrowser", "uc_browser", "UC Browser"),
	WORDS("UCWEB", "uc_browser", "UC Browser"),
	WORDS("MQQBrowser", "qq_browser", "QQ Browser"),
	WORDS("QQBrowser", "qq_browser", "QQ Browser"),
	WORDS("MiuiBrowser", "miui_browser", "Xiaomi's browser"),
	WORDS("HuaweiBrowser", "huawei_browser", "Huawei Browser"),
	WORDS("HeyTapBrowser", "heytap_browser", "Oppo's and Realme's browser"),
	WORDS("VivoBrowser", "vivo_browser", "Vivo's browser"),
	WORDS("Maxthon", "maxthon", "Maxthon"),
	WORDS("Puffin", "puffin", "Puffin"),
	WORDS("Silk/", "silk", "Amazon Silk"),
	WORDS("Focus/", "firefox", "Firefox Focus"),
	WORDS("Klar/", "firefox", "Firefox Klar"),
	WORDS("FxiOS", "firefox", "Firefox for iOS"),
	WORDS("Firefox", "firefox", "Firefox"),
	WORDS("CriOS", "chrome", "Chrome for iOS"),
	WORDS("; wv)", "android_webview", "Android: a browser within an app"),
	WORDS("Chrome", "chrome", "Chrome, and browsers with its engine"),
	WORDS("Chromium", "chrome", "Chromium"),
	WORDS("MSIE", "internet_explorer", "Internet Explorer until version 10"),
	WORDS("Trident", "internet_explorer", "Internet Explorer 11"),
	WORDS("Konqueror", "konqueror", "Konqueror"),
	WORDS("Epiphany", "epiphany", "GNOME Web"),
	WORDS("BlackBerry", "blackberry", "BlackBerry"),
	WORDS("BB10", "blackberry", "BlackBerry 10"),
	WORDS("Nokia", "nokia", "Nokia's phones"),
	END_OF_RULES,
};

/* Without any other name. */
static const ClientRule engines[] = {
	{"Mobile Safari", IN_WORDS, "android_browser", "Android until version 4.3", "Android", NULL},
	{"Safari", IN_WORDS, "safari", "Safari", "OS X", NULL},
	WORDS("Safari", "webkit_browser", "WebKit: browsers of televisions, game consoles and other systems"),
	WORDS("Opera Mini", "opera", "Opera Mini"),
	END_OF_RULES,
};

/* A browser within an app of iOS: of opens in mail, mostly that of the system. */
static const ClientRule ios_opens[] = {
	{"Mobile/", LAST_PRODUCT, "apple_mail_ios", "Apple Mail on iOS and iPadOS, not private; other apps may send the same", "Mac OS X", NULL},
	END_OF_RULES,
};

static const ClientRule ios_clicks[] = {
	{"Mobile/", LAST_PRODUCT, "ios_webview", "iOS: a browser within an app", "Mac OS X", NULL},
	END_OF_RULES,
};

/* What begins so and names no browser. */
static const ClientRule compatible[] = {
	START("Mozilla/5.0 (compatible;", "crawler", "isbot, crawler-user-agents: the common way to name a crawler"),
	END_OF_RULES,
};

const ClientGroup ses_client_programs[] = {
	{"mail program", NO_EVENT_TYPE, NO_ACTOR, apple_mail},
	{"mail program", NO_EVENT_TYPE, ACTOR_PERSON, mail_programs},
	{"library of apps", NO_EVENT_TYPE, NO_ACTOR, app_libraries},
	{"browser", NO_EVENT_TYPE, ACTOR_PERSON, browsers},
	{"browser", NO_EVENT_TYPE, ACTOR_PERSON, engines},
	{"mail program", EVENT_OPENED, ACTOR_PERSON, ios_opens},
	{"browser", EVENT_CLICKED, ACTOR_PERSON, ios_clicks},
	{"generic word", NO_EVENT_TYPE, ACTOR_MACHINE, compatible},
	END_OF_GROUPS,
};
