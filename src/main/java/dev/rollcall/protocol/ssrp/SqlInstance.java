package dev.rollcall.protocol.ssrp;

import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One instance in the answer of a SQL Server Browser (MC-SQLR §2.2.5), and the requests for it.
 *
 * @param server the server's own name
 * @param name one character a byte (ISO 8859-1): it is in the server's own code page, which the
 *     answer does not name (§2.2.5)
 * @param version {@code 16.0.1000.6}
 * @param port where it listens; empty if TCP is disabled for it
 */
record SqlInstance(
    String server, String name, boolean clustered, String version, OptionalInt port) {
  /** The name of the default instance. */
  static final String DEFAULT = "MSSQLSERVER";

  /** The longest name that may be asked for, in bytes (§2.2.3). */
  static final int LONGEST_NAME = 32;

  private static final byte ALL = 3;
  private static final byte ONE = 4;
  private static final byte RESPONSE = 5;
  private static final int HEADER = 3;
  private static final int SHOWN = 40;
  private static final int LONGEST_VALUE = 255;
  private static final int DELETE = 0x7f;
  // A host runs at most 50 instances.
  private static final int MOST = 64;

  /** CLNT_UCAST_EX (§2.2.2). */
  static byte[] askAll() {
    return new byte[] {ALL};
  }

  /** CLNT_UCAST_INST (§2.2.3). */
  static byte[] ask(String name) {
    byte[] text = bytes(name);
    byte[] request = new byte[text.length + 2];
    request[0] = ONE;
    System.arraycopy(text, 0, request, 1, text.length);
    return request;
  }

  static boolean asksAll(byte[] request) {
    return request.length == 1 && request[0] == ALL;
  }

  /** The requested name; empty if there is none. Some clients omit the zero after it. */
  static Optional<String> asked(byte[] request) {
    if (request.length < 2 || request[0] != ONE) {
      return Optional.empty();
    }
    int end = request[request.length - 1] == 0 ? request.length - 1 : request.length;
    return Optional.of(new String(request, 1, end - 1, StandardCharsets.ISO_8859_1))
        .filter(name -> name.length() <= LONGEST_NAME);
  }

  /** SVR_RESP (§2.2.5) with these instances. */
  static byte[] response(List<SqlInstance> instances) {
    byte[] text = bytes(instances.stream().map(SqlInstance::text).collect(Collectors.joining()));
    ByteBuffer out = ByteBuffer.allocate(HEADER + text.length).order(ByteOrder.LITTLE_ENDIAN);
    return out.put(RESPONSE).putShort((short) text.length).put(text).array();
  }

  private String text() {
    return String.format(
        Locale.ROOT,
        "ServerName;%s;InstanceName;%s;IsClustered;%s;Version;%s;%s;",
        server,
        name,
        clustered ? "Yes" : "No",
        version,
        port.isPresent() ? "tcp;" + port.getAsInt() + ";" : "");
  }

  static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Parses SVR_RESP (§2.2.5).
   *
   * @throws ProbeException MALFORMED, if the datagram is anything else
   */
  static List<SqlInstance> parse(byte[] datagram) throws ProbeException {
    if (datagram.length < HEADER || datagram[0] != RESPONSE) {
      throw ProbeException.malformed(quotes -> "the answer is not SSRP: " + quotes.bytes(datagram));
    }
    int declared = (datagram[1] & 0xff) | (datagram[2] & 0xff) << 8;
    if (declared != datagram.length - HEADER) {
      throw ProbeException.malformed(
          "the SSRP answer says " + declared + " bytes and has " + (datagram.length - HEADER));
    }
    String text = new String(datagram, HEADER, declared, StandardCharsets.ISO_8859_1);
    Fields fields = new Fields(text);
    List<SqlInstance> instances = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (!fields.atEnd()) {
      SqlInstance instance = instance(fields);
      if (!names.add(inCapitals(instance.name))) {
        throw ProbeException.malformed(
            quotes ->
                "the instance " + quotes.text(instance.name) + " stands twice in the SSRP answer");
      }
      if (instances.size() == MOST) {
        throw ProbeException.malformed("more than " + MOST + " instances in the SSRP answer");
      }
      instances.add(instance);
    }
    return instances;
  }

  private static SqlInstance instance(Fields fields) throws ProbeException {
    String server = fields.value("ServerName");
    String name = fields.value("InstanceName");
    String clustered = fields.value("IsClustered");
    String version = fields.value("Version");
    if (name.chars().anyMatch(sign -> sign < ' ' || sign == DELETE)) {
      throw ProbeException.malformed(
          quotes -> "no instance can have the name " + quotes.text(name));
    }
    if (!clustered.equals("Yes") && !clustered.equals("No")) {
      throw ProbeException.malformed(quotes -> "IsClustered is " + quotes.text(clustered));
    }
    if (!version.matches("[0-9][0-9.]{0,15}")) {
      throw ProbeException.malformed(quotes -> "the version is " + quotes.text(version));
    }
    Map<String, String> transports = fields.transports();
    return new SqlInstance(server, name, clustered.equals("Yes"), version, port(transports));
  }

  private static OptionalInt port(Map<String, String> transports) throws ProbeException {
    String port = transports.get("tcp");
    if (port == null) {
      return OptionalInt.empty();
    }
    int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65535) {
      throw ProbeException.malformed(quotes -> "the TCP port is " + quotes.text(port));
    }
    return OptionalInt.of(number);
  }

  /** Only ASCII has capitals here: of other characters, a byte may be half. */
  private static String inCapitals(String name) {
    StringBuilder capitals = new StringBuilder(name.length());
    name.chars()
        .map(sign -> sign >= 'a' && sign <= 'z' ? sign - 'a' + 'A' : sign)
        .forEach(sign -> capitals.append((char) sign));
    return capitals.toString();
  }

  /** The semicolon-separated text, read from the left. */
  private static final class Fields {
    private final String text;
    private int at;

    Fields(String text) {
      this.text = text;
    }

    /** The text after the last semicolon must be empty. */
    boolean atEnd() {
      return at == text.length();
    }

    private String next() throws ProbeException {
      if (at > text.length()) {
        throw ProbeException.malformed("the SSRP answer ends within an instance");
      }
      int semicolon = text.indexOf(';', at);
      int end = semicolon < 0 ? text.length() : semicolon;
      if (end - at > LONGEST_VALUE) {
        throw ProbeException.malformed("a field of the SSRP answer has " + (end - at) + " bytes");
      }
      String field = text.substring(at, end);
      at = end + 1;
      return field;
    }

    private String filled() throws ProbeException {
      String field = next();
      if (field.isEmpty()) {
        throw ProbeException.malformed("a field of the SSRP answer is empty");
      }
      return field;
    }

    String value(String key) throws ProbeException {
      String found = next();
      if (!found.equals(key)) {
        throw ProbeException.malformed(
            quotes ->
                "the SSRP answer has '"
                    + quotes.upTo(SHOWN).text(found)
                    + "' in the place of "
                    + key);
      }
      return filled();
    }

    /** Pairs up to the empty field that ends an instance. */
    Map<String, String> transports() throws ProbeException {
      Map<String, String> found = new LinkedHashMap<>();
      for (String key = next(); !key.isEmpty(); key = next()) {
        // Banyan Vines alone has five values.
        int values = key.equals("bv") ? 5 : 1;
        String value = filled();
        for (int more = 1; more < values; more++) {
          filled();
        }
        if (found.put(key, value) != null) {
          String twice = key;
          throw ProbeException.malformed(
              quotes ->
                  "'"
                      + quotes.upTo(SHOWN).text(twice)
                      + "' stands twice in an instance of the SSRP answer");
        }
      }
      return found;
    }
  }
}
