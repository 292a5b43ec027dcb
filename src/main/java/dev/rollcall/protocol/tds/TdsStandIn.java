package dev.rollcall.protocol.tds;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stands in for SQL Server up to a login, which it refuses (MS-TDS §3.3.5): PRELOGIN with
 * encryption required and TLS inside packets, or TLS first (TDS 8.0) if the client starts with it.
 *
 * @param instances its names; the default instance if there are none
 */
record TdsStandIn(List<String> instances) implements StandIn.Streams {
  private static final int TLS_HANDSHAKE = 22;
  private static final String DEFAULT = "MSSQLServer";

  /** The version of SQL Server 2022, without a build number; drivers refuse versions below 9. */
  private static final byte[] VERSION = {16, 0, 0, 0, 0, 0};

  TdsStandIn {
    instances = List.copyOf(instances);
  }

  @Override
  public void serve(Caller caller) throws IOException {
    InputStream in = caller.in();
    in.mark(1);
    int first = in.read();
    in.reset();
    boolean strict = first == TLS_HANDSHAKE;
    Caller reached = strict ? caller.startTls(TdsProtocol.STRICT) : caller;
    int type = reached.in().read();
    if (type == Prelogin.REQUEST) {
      reached.write(answer(reached, strict));
      reached = strict ? reached : startTls(reached);
      type = reached.in().read();
    }
    if (type == StandInLogin.LOGIN7) {
      StandInLogin.refuse(reached);
    }
  }

  /** Reads the rest of a PRELOGIN and makes the answer. */
  private byte[] answer(Caller caller, boolean strict) throws IOException {
    Map<Integer, byte[]> asked = options(caller);
    byte[] version = asked.getOrDefault(Prelogin.VERSION, new byte[0]);
    if (version.length == VERSION.length) {
      int build = ByteBuffer.wrap(version).getShort(2) & 0xffff;
      caller.saw(
          "tds.client-version", (version[0] & 0xff) + "." + (version[1] & 0xff) + "." + build);
    }
    String instance = instance(asked.getOrDefault(Prelogin.INSTANCE, new byte[0]));
    if (!instance.isEmpty()) {
      caller.saw("tds.instance", instance);
    }
    byte[] encryption = asked.getOrDefault(Prelogin.ENCRYPTION, new byte[0]);
    SortedMap<Integer, byte[]> options = new TreeMap<>();
    options.put(Prelogin.VERSION, VERSION);
    options.put(Prelogin.ENCRYPTION, new byte[] {(byte) encryption(encryption, strict)});
    options.put(Prelogin.INSTANCE, new byte[] {(byte) (answersTo(instance) ? 0 : 1)});
    options.put(Prelogin.THREAD, StandInMark.reference());
    options.put(Prelogin.MARS, new byte[1]);
    Prelogin.traced(asked)
        .flatMap(challenge -> caller.identity().proof(challenge, true))
        .ifPresent(proof -> options.put(Prelogin.TRACE, Prelogin.trace(proof)));
    return Prelogin.packet(Prelogin.RESPONSE, options);
  }

  private static Map<Integer, byte[]> options(Caller caller) throws IOException {
    byte[] header = caller.read(Prelogin.HEADER - 1);
    int length = (ByteBuffer.wrap(header).getShort(1) & 0xffff) - Prelogin.HEADER;
    if ((header[0] & Prelogin.END_OF_MESSAGE) == 0
        || length < 1
        || length > Prelogin.LARGEST - Prelogin.HEADER) {
      throw new IOException("no PRELOGIN");
    }
    try {
      return Prelogin.options(caller.read(length));
    } catch (ProbeException e) {
      throw new IOException("no PRELOGIN", e);
    }
  }

  /** The answer of a server that encrypts everything (§2.2.6.5's table). */
  private static int encryption(byte[] asked, boolean strict) {
    if (strict) {
      return Prelogin.ENCRYPT_NOT_SUP;
    }
    boolean on = asked.length == 1 && (asked[0] & Prelogin.MODE) == Prelogin.ENCRYPT_ON;
    return on ? Prelogin.ENCRYPT_ON : Prelogin.ENCRYPT_REQ;
  }

  private static String instance(byte[] field) {
    String text = new String(field, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private boolean answersTo(String instance) {
    return instance.isEmpty()
        || (instances.isEmpty() ? List.of(DEFAULT) : instances)
            .stream().anyMatch(instance::equalsIgnoreCase);
  }

  private static Caller startTls(Caller caller) throws IOException {
    List<TdsFraming> framings = new ArrayList<>();
    Caller secured =
        caller.startTls(
            socket -> {
              framings.add(framing(socket));
              return framings.get(0);
            });
    framings.get(0).unpack();
    return secured;
  }

  private static TdsFraming framing(Socket socket) {
    try {
      return new TdsFraming(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
