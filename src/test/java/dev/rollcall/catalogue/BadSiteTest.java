package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of site files that are wrong, to the letter; secrets never come back. */
class BadSiteTest {
  private static final String GOOD =
      """
      servers: [appsanywhere01.uni.edu]
      service: {url: https://appsanywhere.uni.edu}
      sql: {host: mssql.uni.edu}
      directory: {host: dc1.uni.edu, realm: UNI.EDU}
      files: {unc: '\\\\myfileshare.uni.edu\\packages'}
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isComplainedOf(String name, String text, String expected) throws Exception {
    assertEquals(expected, complaints(folder, text));
  }

  static String complaints(Path folder, String text) throws Exception {
    Path file = folder.resolve("site.yaml");
    Files.writeString(file, text);
    Files.writeString(folder.resolve("text.pem"), "no certificate");
    Catalogue table = Catalogues.shipped(SomeProtocols.table());
    ComplaintException thrown =
        assertThrows(ComplaintException.class, () -> Sites.read(file, table));
    return String.valueOf(thrown.getMessage())
        .replace(file.toString(), "site.yaml")
        .replace(folder.toString(), "FOLDER");
  }

  private static Arguments bad(String name, String text, String... expected) {
    return arguments(name, text, String.join("\n", expected));
  }

  private static Arguments url(String url, String remedy) {
    return bad(
        "the URL " + url,
        edit("https://appsanywhere.uni.edu", "'" + url + "'"),
        "site.yaml:2:16: service.url must be a URL such as https://appsanywhere.uni.edu, not '"
            + url
            + "'; "
            + remedy);
  }

  private static Arguments host(String host, String remedy) {
    return bad(
        "the host " + host,
        edit("mssql.uni.edu", "'" + host + "'"),
        "site.yaml:3:13: sql.host must be a host name or an address, not '"
            + host
            + "'; "
            + remedy);
  }

  private static Arguments unc(String unc, String remedy) {
    return bad(
        "the UNC path " + unc,
        edit("\\\\myfileshare.uni.edu\\packages", unc),
        "site.yaml:5:14: files.unc must be a UNC path such as '\\\\myfileshare.uni.edu\\packages',"
            + " not '"
            + unc
            + "'; "
            + remedy);
  }

  /** The good site file with one place changed. */
  private static String edit(String from, String to) {
    if (!GOOD.contains(from)) {
      throw new IllegalArgumentException(from);
    }
    return GOOD.replace(from, to);
  }

  /** The good site file with more lines. */
  private static String and(String... lines) {
    return GOOD + String.join("\n", lines) + "\n";
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        bad("empty", "", "site.yaml:1:1: the file is empty"),
        bad(
            "keys without a value",
            and("rules:", "  sql.tds: {skip: }", "resolvers:", "proxy: {url: http://a:1, user: }"),
            "site.yaml:7:13: 'skip' in rule sql.tds has no value: give it one, or leave the key"
                + " out",
            "site.yaml:8:1: 'resolvers' in the site file has no value: give it one, or leave the"
                + " key out",
            "site.yaml:9:26: 'user' in 'proxy' has no value: give it one, or leave the key out"),
        bad(
            "nothing required",
            "rules:\n",
            "site.yaml:1:1: servers is missing; set it, for example appsanywhere01.uni.edu, or"
                + " waive each rule that needs it (inbound.portal, inbound.ssh,"
                + " inbound.ssh-private, inbound.server-private, lb.https-backend, lb.health,"
                + " peer.installers) by its id: rules: {ID: {skip: REASON}}",
            "site.yaml:1:1: service.url is missing; set it, for example"
                + " https://appsanywhere.uni.edu, or waive each rule that needs it (inbound.portal,"
                + " lb.redirect, lb.redirect-uri, lb.service, lb.persistence, lb.health) by its id:"
                + " rules: {ID: {skip: REASON}}",
            "site.yaml:1:1: sql.host is missing; set it, for example mssql.uni.edu, or waive each"
                + " rule that needs it (sql.tds, sql.browser) by its id: rules: {ID: {skip:"
                + " REASON}}",
            "site.yaml:1:1: directory.host is missing (directory.hosts or directory.domain can be"
                + " used instead); set it, for example dc1.uni.edu, or waive each rule that needs"
                + " it (ad.ldaps, ad.kerberos, ad.kerberos-tcp) by its id: rules: {ID: {skip:"
                + " REASON}}",
            "site.yaml:1:1: directory.realm is missing; set it, for example UNI.EDU, or waive each"
                + " rule that needs it (ad.kerberos, ad.kerberos-tcp) by its id: rules: {ID: {skip:"
                + " REASON}}",
            "site.yaml:1:1: files.unc is missing; set it, for example"
                + " \\\\myfileshare.uni.edu\\packages, or waive the rule that needs it: rules:"
                + " {files.smb: {skip: REASON}}"),
        bad(
            "a section that is missing",
            edit("sql: {host: mssql.uni.edu}\n", ""),
            "site.yaml:1:1: sql.host is missing; set it, for example mssql.uni.edu, or waive each"
                + " rule that needs it (sql.tds, sql.browser) by its id: rules: {ID: {skip:"
                + " REASON}}"),
        bad(
            "a required value that is missing in its section",
            edit("host: mssql.uni.edu", "port: 1434"),
            "site.yaml:3:1: sql.host is missing; set it, for example mssql.uni.edu, or waive each"
                + " rule that needs it (sql.tds, sql.browser) by its id: rules: {ID: {skip:"
                + " REASON}}"),
        bad(
            "a required value that has alternatives",
            edit("host: dc1.uni.edu, ", ""),
            "site.yaml:4:1: directory.host is missing (directory.hosts or directory.domain can be"
                + " used instead); set it, for example dc1.uni.edu, or waive each rule that needs"
                + " it (ad.ldaps, ad.kerberos, ad.kerberos-tcp) by its id: rules: {ID: {skip:"
                + " REASON}}"),
        bad(
            "a waiver of only one of two rules",
            edit("sql: {host: mssql.uni.edu}\n", "rules: {sql.tds: {skip: no database yet}}\n"),
            "site.yaml:1:1: sql.host is missing; set it, for example mssql.uni.edu, or waive the"
                + " rule that needs it: rules: {sql.browser: {skip: REASON}}"),
        bad(
            "two kinds of evidence where one must tell",
            edit(
                "service: {",
                "service: {persistence: {mode: source, evidence: {header: X, body: by *}}, "),
            "site.yaml:2:61: service.persistence.evidence.header and"
                + " service.persistence.evidence.body are set; set one of"
                + " service.persistence.evidence.header, service.persistence.evidence.cookie,"
                + " service.persistence.evidence.certificate, service.persistence.evidence.body"),
        bad(
            "a misspelt section",
            and("cloudpagin: {host: cp.uni.edu}"),
            "site.yaml:6:1: unknown key 'cloudpagin' in the site file; allowed: self, source,"
                + " servers, service, sql, directory, files, time, cloudpaging, parallels,"
                + " analytics, client-management, mail, trust, resolvers, proxy, rules, request"
                + " (did you mean 'cloudpaging'?)"),
        bad(
            "a misspelt key",
            edit("sql: {host", "sql: {hots"),
            "site.yaml:3:7: unknown key 'hots' in 'sql'; allowed: host, port, instance, browser,"
                + " multi-subnet, user, database, password (did you mean 'host'?)"),
        bad(
            "a misspelt section whose values are needed, and one that is missing",
            edit("sql: {host", "sqll: {host")
                .replace("servers: [appsanywhere01.uni.edu]", "trusd: {}"),
            "site.yaml:1:1: unknown key 'trusd' in the site file; allowed: self, source, servers,"
                + " service, sql, directory, files, time, cloudpaging, parallels, analytics,"
                + " client-management, mail, trust, resolvers, proxy, rules, request (did you mean"
                + " 'trust'?)",
            "site.yaml:3:1: unknown key 'sqll' in the site file; allowed: self, source, servers,"
                + " service, sql, directory, files, time, cloudpaging, parallels, analytics,"
                + " client-management, mail, trust, resolvers, proxy, rules, request (did you mean"
                + " 'sql'?)",
            "site.yaml:1:1: servers is missing; set it, for example appsanywhere01.uni.edu, or"
                + " waive each rule that needs it (inbound.portal, inbound.ssh,"
                + " inbound.ssh-private, inbound.server-private, lb.https-backend, lb.health,"
                + " peer.installers) by its id: rules: {ID: {skip: REASON}}"),
        bad(
            "a misspelt key two levels down",
            edit("service: {", "service: {health: {pth: /x}, "),
            "site.yaml:2:20: unknown key 'pth' in 'service.health'; allowed: path, status, body"
                + " (did you mean 'path'?)"),
        bad(
            "a text for a section",
            edit("{host: mssql.uni.edu}", "mssql.uni.edu"),
            "site.yaml:3:6: 'sql' must be a mapping, not text"),
        bad(
            "a list for a host",
            edit("host: mssql.uni.edu", "host: [mssql.uni.edu]"),
            "site.yaml:3:13: sql.host must be a single value, not a list"),
        bad(
            "a URL for a host",
            edit("host: mssql.uni.edu", "host: https://mssql.uni.edu/"),
            "site.yaml:3:13: sql.host must be a host name or an address, not"
                + " 'https://mssql.uni.edu/'; write the host name alone, without scheme and path"),
        bad(
            "a host with a port",
            edit("host: mssql.uni.edu", "host: 'mssql.uni.edu:1433'"),
            "site.yaml:3:13: sql.host must be a host name or an address, not 'mssql.uni.edu:1433';"
                + " write the host name alone, without the port"),
        bad(
            "a host that is none",
            edit("mssql.uni.edu", "MSSQL\\APPS"),
            "site.yaml:3:13: sql.host must be a host name or an address, not 'MSSQL\\APPS'; write"
                + " the host name alone, and what follows the \\ as 'instance' beside it"),
        bad(
            "an address that is none",
            edit("mssql.uni.edu", "10.1.2.300"),
            "site.yaml:3:13: sql.host must be a host name or an address, not '10.1.2.300'; write"
                + " an IPv4 address as four numbers from 0 to 255"),
        bad(
            "a name whose ASCII form is not the same in every program",
            edit("mssql.uni.edu", "uni-gie\u00dfen.edu"),
            "site.yaml:3:13: sql.host must be a host name or an address, not 'uni-gie\u00dfen.edu';"
                + " programs differ on the ASCII form of names with \u00df, \u03c2 or zero-width"
                + " joiners: write the name as it is in DNS, with xn-- (\"idn2 NAME\" prints that"
                + " form)"),
        bad(
            "a port that is none",
            edit("mssql.uni.edu", "mssql.uni.edu, port: 65536"),
            "site.yaml:3:34: sql.port must be a port between 1 and 65535, not '65536'"),
        bad(
            "a quoted port",
            edit("mssql.uni.edu", "mssql.uni.edu, port: '1433'"),
            "site.yaml:3:34: sql.port must be written without quotes, not '1433'"),
        bad(
            "a flag that is none",
            edit("mssql.uni.edu", "mssql.uni.edu, multi-subnet: yes"),
            "site.yaml:3:42: sql.multi-subnet must be true or false, not 'yes'"),
        bad(
            "a word that is none",
            edit("mssql.uni.edu", "mssql.uni.edu, browser: requird"),
            "site.yaml:3:37: unknown sql.browser 'requird'; allowed: required, optional (did you"
                + " mean 'required'?)"),
        bad(
            "a UNC path that is none",
            edit("'\\\\myfileshare.uni.edu\\packages'", "//myfileshare.uni.edu/packages"),
            "site.yaml:5:14: files.unc must be a UNC path such as"
                + " '\\\\myfileshare.uni.edu\\packages', not '//myfileshare.uni.edu/packages';"
                + " begin it with \\\\ and write \\ for each /"),
        bad(
            "a UNC path in double quotes",
            edit("'\\\\myfileshare.uni.edu\\packages'", "\"\\\\fs\\share\""),
            "site.yaml:5:20: not valid YAML: found unknown escape character s(115); in double"
                + " quotes every \\ is an escape: use single quotes"),
        bad(
            "a URL with a path",
            edit("appsanywhere.uni.edu}", "appsanywhere.uni.edu/login}"),
            "site.yaml:2:16: service.url must be a URL such as https://appsanywhere.uni.edu, not"
                + " 'https://appsanywhere.uni.edu/login'; write no path after it"),
        url("http://appsanywhere.uni.edu", "begin it with https://"),
        url("appsanywhere.uni.edu", "begin it with https://"),
        url("https://appsanywhere.uni.edu:0", "the port must be between 1 and 65535"),
        url("https://appsanywhere.uni.edu:65536", "the port must be between 1 and 65535"),
        url(
            "HTTPS://AppsAnywhere.uni.edu.:0/login",
            "begin it with https://; write the name without the dot at its end; the port must be"
                + " between 1 and 65535; write no path after it"),
        url("https://appsanywhere.uni.edu?a", "write no path after it"),
        host("mssql.uni.edu,1433", "write the host name alone, without the port"),
        host("mssql.uni.edu, 1433", "write the host name alone, without the port"),
        host("mssql.uni.edu.", "write the name without the dot at its end"),
        unc("\\\\fs.uni.edu.\\apps", "write the name without the dot at its end"),
        unc("\\\\fs.uni.edu", "name the share after the host"),
        unc("\\fs.uni.edu\\apps", "begin it with \\\\, in a site file in single quotes"),
        unc("smb://fs.uni.edu/apps", "begin it with \\\\ and write \\ for each /"),
        unc("\\\\0.0.0.0\\apps", "this is not the address of one host"),
        url("//h", "begin it with https://; write no path after it"),
        url("https://0.0.0.0", "this is not the address of one host"),
        host("0.0.0.0", "this is not the address of one host"),
        host("0.1.2.3", "this is not the address of one host"),
        host("::", "this is not the address of one host"),
        host("255.255.255.255", "this is not the address of one host"),
        host("224.0.0.1", "this is not the address of one host"),
        host("ff02::1", "this is not the address of one host"),
        host("2130706433", "write an IPv4 address as four numbers from 0 to 255"),
        host("0x7f000001", "write an IPv4 address as four numbers from 0 to 255"),
        host("1.2.3.4.5", "write an IPv4 address as four numbers from 0 to 255"),
        host("0x7f.1", "write an IPv4 address as four numbers from 0 to 255"),
        host("[2001:db8::1]", "write the address without brackets"),
        host("mssql.uni.edu ", "remove the blanks around it"),
        host("10.0.0.0/8", "write one address, not a network"),
        host("*.uni.edu", "write the name of one host, without *"),
        host(
            "fe80::1%eth0",
            "an address with % is valid on this host alone: write the name, or an address without"
                + " %"),
        host("", "write a name, or leave the key out"),
        host("a.uni.edu b.uni.edu", "write one host"),
        host("a.uni.edu, b.uni.edu", "write one host"),
        bad(
            "invisible signs in names",
            edit("mssql.uni.edu", "\"mssql\\u202e.uni.edu\"")
                .replace("dc1.uni.edu", "\"dc\\u200b1.uni.edu\""),
            "site.yaml:3:13: sql.host must be a host name or an address, not"
                + " 'mssql\\u202e.uni.edu'; it holds an invisible character, U+202E: type it again",
            "site.yaml:4:19: directory.host must be a host name or an address, not"
                + " 'dc\\u200b1.uni.edu'; it holds an invisible character, U+200B: type it again"),
        bad(
            "several servers in one text",
            edit("[appsanywhere01.uni.edu]", "[a.uni.edu b.uni.edu]"),
            "site.yaml:1:11: servers must be a host name or an address, not 'a.uni.edu b.uni.edu';"
                + " separate them by commas"),
        bad(
            "several hosts in one text",
            and("time: {servers: [a.uni.edu b.uni.edu, 'c.uni.edu, d.uni.edu']}"),
            "site.yaml:6:18: time.servers must be a host name or an address, not 'a.uni.edu"
                + " b.uni.edu'; separate them by commas",
            "site.yaml:6:39: time.servers must be a host name or an address, not 'c.uni.edu,"
                + " d.uni.edu'; put them in [brackets]"),
        bad(
            "addresses that no host has",
            edit("[appsanywhere01.uni.edu]", "[{name: a.uni.edu, address: 0.0.0.0}]")
                + "resolvers: [255.255.255.255]\n",
            "site.yaml:1:38: address must be the IP address of one host, not '0.0.0.0'",
            "site.yaml:6:13: resolvers must be the IP address of one host, not '255.255.255.255'"),
        bad(
            "a flag where a word is wanted",
            edit("mssql.uni.edu", "mssql.uni.edu, browser: true"),
            "site.yaml:3:37: unknown sql.browser 'true'; allowed: required, optional"),
        bad(
            "a status that HTTP does not have",
            edit("service: {", "service: {health: {path: /health, status: 2000}, "),
            "site.yaml:2:43: service.health.status must be a status from 100 to 599, not '2000'"),
        bad(
            "values that their rules refuse, whatever the vantage",
            edit(
                "service: {",
                "service: {sso: {path: '/a#b'}, persistence: {mode: source, evidence: {body: no"
                    + " star}}, "),
            "site.yaml:2:23: service.sso.path does not fit: path '/a#b' must begin with / and be"
                + " encoded: no space, no #, ASCII only",
            "site.yaml:2:77: service.persistence.evidence.body does not fit: body 'no star' must be"
                + " a text with one * after it, such as 'served by *'"),
        bad(
            "a site of Active Directory that no name server can have",
            edit("realm: UNI.EDU", "realm: UNI.EDU, domain: uni.edu, site: 'Main. .'"),
            "site.yaml:4:71: directory.site does not fit: the DNS name '_ldap._tcp.Main. ."
                + "._sites.dc._msdcs.uni.edu' has two dots together, or one at its begin or end;"
                + " write the name alone"),
        bad(
            "a site of Active Directory with its whole path",
            edit(
                "realm: UNI.EDU",
                "realm: UNI.EDU, domain: uni.edu, site: 'CN=Main Campus,CN=Sites,CN=Configuration"
                    + ",DC=example-university,DC=edu'"),
            "site.yaml:4:71: directory.site does not fit: the DNS name '_ldap._tcp.CN=Main"
                + " Campus,CN=Sites,CN=Configuration,DC=example-university,DC=edu._sites.dc._msdcs.uni.edu'"
                + " has more than 63 bytes between two dots; write the name alone"),
        bad(
            "a required value that was forgotten",
            edit("host: mssql.uni.edu", "host: "),
            "site.yaml:3:7: sql.host is missing; set it, for example mssql.uni.edu, or waive each"
                + " rule that needs it (sql.tds, sql.browser) by its id: rules: {ID: {skip:"
                + " REASON}}"),
        bad(
            "a realm that is none",
            edit("realm: UNI.EDU", "realm: uni edu@x"),
            "site.yaml:4:39: directory.realm must be the name of a realm, such as UNI.EDU, not"
                + " 'uni edu@x'; write the realm alone"),
        bad(
            "a merge key",
            edit("{host: mssql.uni.edu}", "{<<: {host: mssql.uni.edu}}"),
            "site.yaml:3:7: merge keys (<<) are not allowed; write the values out"),
        bad(
            "a URL with a user",
            edit("https://apps", "https://user:hunter2@apps"),
            "site.yaml:2:16: service.url must be a URL without a user"),
        bad(
            "a health path without a slash",
            edit("service: {", "service: {health: {path: health, status: ok}, "),
            "site.yaml:2:26: service.health.path must be a path that begins with /, not 'health';"
                + " write only what follows the host, other signs percent-encoded",
            "site.yaml:2:42: service.health.status must be a status from 100 to 599, not 'ok'"),
        bad(
            "a literal password",
            edit("mssql.uni.edu", "mssql.uni.edu, password: hunter2"),
            "site.yaml:3:38: sql.password is a password in plain text; a site file must not contain"
                + " secrets; give {env: VARIABLE}, {file: PATH} or {credential: NAME} instead"),
        bad(
            "a literal password in a mapping",
            edit("mssql.uni.edu", "mssql.uni.edu, password: {value: hunter2}"),
            "site.yaml:3:38: sql.password is not a reference to a secret; give {env: VARIABLE},"
                + " {file: PATH} or {credential: NAME} instead"),
        bad(
            "a password's file that no system can have",
            edit("mssql.uni.edu", "mssql.uni.edu, password: {file: \"a\\0b\"}"),
            "site.yaml:3:38: sql.password: 'a\\u0000b' is not a path"),
        bad(
            "a certificate's file that no system can have",
            and("trust: {internal: \"a\\0b\"}"),
            "site.yaml:6:19: internal: 'a\\u0000b' is not a path"),
        bad(
            "a password as the name of a variable",
            edit("mssql.uni.edu", "mssql.uni.edu, password: {env: hunter2!}"),
            "site.yaml:3:38: sql.password is not a reference to a secret; give {env: VARIABLE},"
                + " {file: PATH} or {credential: NAME} instead"),
        bad(
            "two references",
            edit("mssql.uni.edu", "mssql.uni.edu, password: {env: A, file: b}"),
            "site.yaml:3:38: sql.password has several references to a secret; give one of them"),
        bad(
            "a literal password of the proxy",
            and("proxy: {url: http://proxy.uni.edu:3128, password: hunter2}"),
            "site.yaml:6:51: password is a password in plain text; a site file must not contain"
                + " secrets; give {env: VARIABLE}, {file: PATH} or {credential: NAME} instead"),
        bad(
            "a proxy's URL with a user",
            and("proxy: {url: http://user:hunter2@proxy.uni.edu:3128}"),
            "site.yaml:6:14: url of the proxy holds a user; put it under 'user' and 'password'"),
        bad(
            "a proxy without a port",
            and("proxy: {url: http://proxy.uni.edu}"),
            "site.yaml:6:14: url must be http://HOST:PORT or https://HOST:PORT, not"
                + " 'http://proxy.uni.edu'"),
        bad(
            "a proxy of another kind",
            and("proxy: {url: socks5://proxy.uni.edu:1080}"),
            "site.yaml:6:14: url must be http://HOST:PORT or https://HOST:PORT, not"
                + " 'socks5://proxy.uni.edu:1080'"),
        bad(
            "a PAC file",
            and("proxy: {url: http://proxy.uni.edu/proxy.pac}"),
            "site.yaml:6:14: proxy configuration files (PAC) are not supported; name the proxy"
                + " itself"),
        bad(
            "a proxy without a URL",
            and("proxy: {except: ['*.uni.edu', a b]}"),
            "site.yaml:6:8: 'proxy' lacks 'url'",
            "site.yaml:6:18: except must be a host, or .DOMAIN for every name below it, not"
                + " '*.uni.edu'",
            "site.yaml:6:31: except must be a host, or .DOMAIN for every name below it, not 'a b'"),
        bad(
            "servers: no list",
            edit("[appsanywhere01.uni.edu]", "appsanywhere01.uni.edu"),
            "site.yaml:1:10: servers must be a list, not 'appsanywhere01.uni.edu'; put it in"
                + " [brackets]"),
        bad(
            "servers: keys",
            edit(
                "[appsanywhere01.uni.edu]",
                "[{nam: a.uni.edu}, {name: b.uni.edu, address: b.uni.edu}, {name: 'c d'}]"),
            "site.yaml:1:11: an entry of 'servers' lacks 'name'",
            "site.yaml:1:12: unknown key 'nam' in an entry of 'servers'; allowed: name, address,"
                + " public-address (did you mean 'name'?)",
            "site.yaml:1:56: address must be an IP address, not 'b.uni.edu'",
            "site.yaml:1:75: name must be a host name or an address, not 'c d'"),
        bad(
            "servers: twice",
            edit("[appsanywhere01.uni.edu]", "[a.uni.edu, {name: a.uni.edu}]"),
            "site.yaml:1:10: server 'a.uni.edu' is listed twice"),
        bad(
            "self: none of the servers",
            and("self: appsanywhere1.uni.edu"),
            "site.yaml:6:1: unknown server 'appsanywhere1.uni.edu'; allowed: appsanywhere01.uni.edu"
                + " (did you mean 'appsanywhere01.uni.edu'?)"),
        bad(
            "source and resolvers: names",
            and("source: here.uni.edu", "resolvers: [10.1.1.1, dns.uni.edu, 1.2.3]"),
            "site.yaml:6:9: source must be an IP address, not 'here.uni.edu'",
            "site.yaml:7:23: resolvers must be an IP address, not 'dns.uni.edu'",
            "site.yaml:7:36: resolvers must be an IP address, not '1.2.3'"),
        bad(
            "source: an address that reaches no other host",
            and("source: 127.0.0.1"),
            "site.yaml:6:1: source must be an address that other hosts can answer to, not"
                + " 127.0.0.1"),
        bad(
            "source: any address",
            and("source: '::'"),
            "site.yaml:6:9: source must be the IP address of one host, not '::'"),
        bad(
            "trust: files that are none",
            and("trust: {internal: [ca.pem], public: text.pem, inspect: []}"),
            "site.yaml:6:20: there is no file FOLDER/ca.pem; relative paths start at the site"
                + " file's folder",
            "site.yaml:6:37: FOLDER/text.pem is not a certificate file: give PEM or DER",
            "site.yaml:6:47: unknown key 'inspect' in 'trust'; allowed: internal, public,"
                + " inspection (did you mean 'inspection'?)"),
        bad(
            "trust: a device",
            and("trust: {internal: [/dev/null]}"),
            "site.yaml:6:20: /dev/null is a named pipe, a socket or a device; name a certificate"
                + " file"),
        bad(
            "rules: unknown",
            and("rules: {sql.tsd: {skip: x}, nothing: {}}"),
            "site.yaml:6:9: unknown rule 'sql.tsd'; 'list' shows the ids of catalogue appsanywhere"
                + " (did you mean 'sql.tds'?)",
            "site.yaml:6:29: unknown rule 'nothing'; 'list' shows the ids of catalogue"
                + " appsanywhere"),
        bad(
            "rules: keys and words",
            and(
                "rules:",
                "  sql.tds: {skipp: x, addresses: most, certificate: never, host: 'a b'}",
                "  mail.smtp: {until: tomorrow}"),
            "site.yaml:7:13: unknown key 'skipp' in rule sql.tds; allowed: skip, until, addresses,"
                + " certificate, host, request (did you mean 'skip'?)",
            "site.yaml:7:34: addresses must be all, any, or a number from 1, not 'most'",
            "site.yaml:7:53: unknown certificate 'never'; allowed: verify, report",
            "site.yaml:7:66: host must be a host name or an address, not 'a b'",
            "site.yaml:8:15: 'until' ends a waiver; give its reason under 'skip'",
            "site.yaml:8:22: until must be a date such as 2027-06-30, not 'tomorrow'"),
        bad(
            "rules: no mapping",
            and("rules: [sql.tds]"),
            "site.yaml:6:8: rules must be a mapping from rule ids, not a list"),
        bad(
            "rules: an end without a waiver",
            and("rules: {mail.smtp: {until: 2027-06-30}}"),
            "site.yaml:6:21: 'until' ends a waiver; give its reason under 'skip'"),
        bad(
            "rules: a waiver that is no mapping",
            and("rules: {mail.smtp: skip}"),
            "site.yaml:6:20: rule mail.smtp must be a mapping, not text"),
        bad(
            "request: keys and words",
            and(
                "request: {requestor: Jane, expiry: soon, ticket: true, environment: ''}",
                "rules: {sql.tds: {request: {tickt: 1}}}"),
            "site.yaml:6:11: unknown key 'requestor' in 'request'; allowed: requester, environment,"
                + " expiry, ticket (did you mean 'requester'?)",
            "site.yaml:6:36: expiry must be a date such as 2027-06-30, not 'soon'",
            "site.yaml:6:50: ticket must be text, not 'true'; put it in quotes",
            "site.yaml:6:69: environment must be one line of 1 to 200 characters, not ''",
            "site.yaml:7:29: unknown key 'tickt' in 'request' of rule sql.tds; allowed: requester,"
                + " environment, expiry, ticket (did you mean 'ticket'?)"),
        bad(
            "request: lines and a list",
            and(
                "request: {requester: \"a\\nb\", ticket: [1]}",
                "rules: {sql.tds: {request: CHG1}}"),
            "site.yaml:6:22: requester must be one line of 1 to 200 characters, not 'a\\u000ab'",
            "site.yaml:6:38: ticket must be text, not a list",
            "site.yaml:7:28: 'request' of rule sql.tds must be a mapping, not text"),
        bad(
            "a duplicate section",
            and("sql: {port: 1}"),
            "site.yaml:6:1: duplicate key 'sql'; first used in line 3 already"),
        bad(
            "not YAML, and a password near it",
            edit("mssql.uni.edu", "mssql.uni.edu, password: hunter2: x"),
            "site.yaml:3:45: not valid YAML: expected ',' or '}', but got :"));
  }
}
