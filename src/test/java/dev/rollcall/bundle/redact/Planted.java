package dev.rollcall.bundle.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.PeerText;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Two hundred names, addresses, accounts and secrets, and the forms in which they may stand. */
public final class Planted {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  private final List<String> labels = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<String> accounts = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();
  private final String domain;

  private Planted(Random random) {
    domain = word(random, 9);
    for (int i = 0; i < 60; i++) {
      labels.add(word(random, 8) + (i % 3 == 0 ? Integer.toString(10 + i) : ""));
    }
    for (int i = 0; i < 40; i++) {
      String head =
          List.of("10." + (100 + i), "172.2" + i % 10, "192.168", "131.2" + i % 10).get(i % 4);
      addresses.add(head + "." + (100 + random.nextInt(150)) + "." + (100 + random.nextInt(150)));
    }
    for (int i = 0; i < 20; i++) {
      String head = i % 2 == 0 ? "fd" + hex(random, 2) : "2a0" + i % 10;
      addresses.add(
          head
              + ":"
              + hex(random, 4)
              + ":"
              + hex(random, 4)
              + ":0:"
              + hex(random, 4)
              + ":0:0:"
              + hex(random, 4));
    }
    for (int i = 0; i < 40; i++) {
      accounts.add(i % 2 == 0 ? word(random, 7) + "." + word(random, 7) : "svc" + word(random, 8));
    }
    for (int i = 0; i < 40; i++) {
      secrets.add("Q" + word(random, 6) + "-" + (1000 + random.nextInt(9000)) + word(random, 5));
    }
  }

  /** The same each time. */
  public static Planted values() {
    return new Planted(new Random(16));
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder("q");
    for (int i = 1; i < length; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  /** Without a zero at the beginning. */
  private static String hex(Random random, int digits) {
    StringBuilder hex = new StringBuilder().append((char) ('1' + random.nextInt(9)));
    while (hex.length() < digits) {
      hex.append(Integer.toHexString(random.nextInt(16)));
    }
    return hex.toString();
  }

  public int count() {
    return labels.size() + addresses.size() + accounts.size() + secrets.size();
  }

  public List<String> hosts() {
    return labels.stream().map(label -> label + ".ad." + domain + ".edu").toList();
  }

  public List<String> addresses() {
    return List.copyOf(addresses);
  }

  public List<String> accounts() {
    return List.copyOf(accounts);
  }

  /** Every value in every form, a sentence each. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>();
    for (String host : hosts()) {
      String label = host.substring(0, host.indexOf('.'));
      String upper = label.toUpperCase(Locale.ROOT);
      all.add("Ask the owner of " + host + ", 443/tcp, or of " + host.toUpperCase(Locale.ROOT));
      all.add("HTTP/" + host + "@" + domain.toUpperCase(Locale.ROOT) + ".EDU; " + upper + "$");
      all.add("MSSQLSvc/" + host + ":1433 in DC=ad,DC=" + domain + ",DC=edu");
      all.add("CN=" + upper + ",OU=" + label + " servers,O=" + domain + " University,DC=ad");
      all.add("https://" + label + "/login?next=" + host + " and \\\\" + upper + "\\share");
      all.add("_ldap._tcp." + domain + ".edu, " + label + "._tcp.ad." + domain + ".edu.");
      all.add("the name of " + label + " is also " + upper + "-A and " + label + "_b");
      all.addAll(encoded(host));
    }
    for (String address : addresses) {
      InetAddress parsed = LiteralAddress.parse(address);
      all.add("allow " + address + " to [" + address + "]:443; not " + address + "/24, 80/tcp");
      all.add("ip:" + address + ", via=" + address + "," + address + "-" + address);
      all.add(reverse(parsed) + " is not " + reverse(parsed).toUpperCase(Locale.ROOT));
      if (address.indexOf(':') < 0) {
        all.add("::ffff:" + address + " or 64:ff9b::" + address + " or " + number(parsed));
        all.add(address.replace('.', '-') + " ip-" + address.replace('.', '-') + ".x");
        all.add("0x" + HexFormat.of().formatHex(parsed.getAddress()));
      } else {
        all.add(address.replace(":0:0:", "::") + "%eth0 " + address.toUpperCase(Locale.ROOT));
      }
      all.addAll(encoded(address));
    }
    for (String account : accounts) {
      all.add("login of " + account + "@" + domain + ".edu, " + account + "@AD." + domain + ".EDU");
      all.add(domain.toUpperCase(Locale.ROOT) + "\\" + account + " may not log in");
      all.add("uid=" + account + ",ou=people,dc=" + domain + " (sAMAccountName=" + account + ")");
      all.add(
          "CN=" + account.replace('.', ' ') + ",DC=" + domain + " /home/" + account + "/x.yaml");
      all.addAll(encoded(account));
    }
    for (String secret : secrets) {
      all.add("password '" + secret + "' refused; http://u:" + secret + "@proxy:3128/");
      all.addAll(encoded(secret));
    }
    return all;
  }

  private static List<String> encoded(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    return List.of(
        "answered " + PeerText.dump(bytes),
        "answered " + PeerText.dump(value.getBytes(UTF_16LE)),
        "basic " + Base64.getEncoder().encodeToString(bytes),
        "pem "
            + Base64.getMimeEncoder(20, new byte[] {'\n'})
                .encodeToString(("x" + value).getBytes(UTF_8)),
        "bytes " + hex + " and " + hex.toUpperCase(Locale.ROOT),
        "bytes " + HexFormat.ofDelimiter(":").formatHex(bytes),
        "bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes),
        "url "
            + URLEncoder.encode(value, UTF_8)
            + " %"
            + HexFormat.ofDelimiter("%").formatHex(bytes),
        "json {\"a\": \"" + value + "\", 'b': '" + value + "'}",
        "name " + value.replace("q", "\u00fc").replace("a", "\u0430"),
        "name " + value.substring(0, 3) + "\u200b" + value.substring(3),
        "cut " + value.substring(0, value.length() - 2) + "…");
  }

  private static String reverse(InetAddress address) {
    byte[] bytes = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      int one = bytes[i] & 0xff;
      if (bytes.length == 4) {
        name.append(one).append('.');
      } else {
        name.append(Integer.toHexString(one & 0xf)).append('.');
        name.append(Integer.toHexString(one >> 4)).append('.');
      }
    }
    return name + (bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa");
  }

  private static String number(InetAddress four) {
    return Long.toString(Long.parseLong(HexFormat.of().formatHex(four.getAddress()), 16));
  }

  /** What must not stand in a text, in lower case: each value in each encoding. */
  public List<String> traces() {
    List<String> traces = new ArrayList<>();
    labels.forEach(label -> add(label, traces));
    add(domain, traces);
    for (String account : accounts) {
      for (String part : account.split("\\.", -1)) {
        add(part, traces);
      }
    }
    secrets.forEach(secret -> add(secret, traces));
    for (String address : addresses) {
      add(address, traces);
      InetAddress parsed = LiteralAddress.parse(address);
      traces.add(reverse(parsed));
      traces.add(address.replace(":0:0:", "::").toLowerCase(Locale.ROOT));
      traces.add(HexFormat.of().formatHex(parsed.getAddress()));
      if (address.indexOf(':') < 0) {
        traces.add(number(parsed));
        traces.add(address.replace('.', '-'));
        traces.add(address.substring(0, address.lastIndexOf('.') + 1));
      } else {
        traces.add(address.substring(0, 9));
      }
    }
    return traces;
  }

  private static void add(String value, List<String> traces) {
    byte[] bytes = value.getBytes(UTF_8);
    String lower = value.toLowerCase(Locale.ROOT);
    traces.add(lower);
    traces.add(HexFormat.of().formatHex(bytes));
    traces.add(HexFormat.ofDelimiter(":").formatHex(bytes));
    traces.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
    traces.add(HexFormat.ofDelimiter("%").formatHex(bytes));
    traces.add(String.join("\\u0000", lower.split("")));
    traces.add(lower.replace("q", "\u00fc").replace("a", "\u0430"));
    for (int shift = 0; shift < 3; shift++) {
      // The signs in the middle, whatever comes before and after.
      String text = Base64.getEncoder().encodeToString(("x".repeat(shift) + value).getBytes(UTF_8));
      String middle = text.substring(4, text.length() - 4).toLowerCase(Locale.ROOT);
      if (middle.length() >= 6) {
        traces.add(middle);
      }
    }
  }

  /** Text as a reader of a document sees it. */
  static String lower(byte[] bytes) {
    return new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT);
  }
}
