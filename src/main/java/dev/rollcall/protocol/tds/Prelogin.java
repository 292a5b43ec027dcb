package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A server's PRELOGIN (MS-TDS §2.2.6.5), and the client's that asks for it.
 *
 * @param version {@code 16.0.1000}
 * @param encryption the raw B_FENCRYPTION
 * @param instance whether the server is the instance asked for; empty if it does not say
 * @param mars whether it offers multiple active result sets; empty if it does not say
 * @param marked whether it has a stand-in's mark
 * @param proof its answer to a challenge; empty if none
 */
record Prelogin(
    String version,
    int encryption,
    Optional<Boolean> instance,
    Optional<Boolean> mars,
    boolean marked,
    Optional<byte[]> proof) {
  /** Types of packets (§2.2.3.1.1). */
  static final byte REQUEST = 0x12;

  static final byte RESPONSE = 0x04;

  static final int ENCRYPT_OFF = 0;
  static final int ENCRYPT_ON = 1;
  static final int ENCRYPT_NOT_SUP = 2;
  static final int ENCRYPT_REQ = 3;

  /** The bits of the mode; higher bits are flags (client certificates). */
  static final int MODE = 0x1f;

  static final int HEADER = 8;
  static final int END_OF_MESSAGE = 1;
  private static final int ERROR_TOKEN = 0xaa;
  private static final int TERMINATOR = 0xff;
  // Before a login, packets have the default size (§2.2.3.1.3).
  static final int LARGEST = 4096;

  static final int VERSION = 0;
  static final int ENCRYPTION = 1;
  static final int INSTANCE = 2;
  static final int THREAD = 3;
  static final int MARS = 4;
  static final int TRACE = 5;

  /** Two GUIDs and a number. */
  private static final int TRACE_LENGTH = 36;

  /**
   * The client's packet, header included.
   *
   * @param instance the instance to ask for; empty for any
   * @param challenge for a stand-in; no larger than a trace identifier
   */
  static byte[] request(int encryption, Optional<String> instance, Optional<byte[]> challenge) {
    SortedMap<Integer, byte[]> options = options(encryption);
    options.put(INSTANCE, (instance.orElse("") + "\0").getBytes(StandardCharsets.ISO_8859_1));
    options.put(MARS, new byte[] {1});
    challenge.ifPresent(bytes -> options.put(TRACE, trace(bytes)));
    return packet(REQUEST, options);
  }

  /**
   * The client's packet before a login: as {@link #request}, without options that a login would
   * have to use.
   */
  static byte[] plainRequest(int encryption) {
    return packet(REQUEST, options(encryption));
  }

  private static SortedMap<Integer, byte[]> options(int encryption) {
    SortedMap<Integer, byte[]> options = new TreeMap<>();
    options.put(VERSION, new byte[6]);
    options.put(ENCRYPTION, new byte[] {(byte) encryption});
    options.put(THREAD, new byte[4]);
    return options;
  }

  /** The answer of a server of that version without encryption, header included. */
  byte[] unencrypted() {
    String[] parts = version.split("\\.", -1);
    ByteBuffer number = ByteBuffer.allocate(6);
    number.put((byte) Integer.parseInt(parts[0])).put((byte) Integer.parseInt(parts[1]));
    number.putShort((short) Integer.parseInt(parts[2]));
    SortedMap<Integer, byte[]> options = new TreeMap<>();
    options.put(VERSION, number.array());
    options.put(ENCRYPTION, new byte[] {ENCRYPT_NOT_SUP});
    return packet(RESPONSE, options);
  }

  /** Whether everything is encrypted, not only the login. */
  boolean encryptsAll() {
    int mode = encryption & MODE;
    return mode == ENCRYPT_ON || mode == ENCRYPT_REQ;
  }

  /** The bytes of a trace identifier. */
  static byte[] trace(byte[] bytes) {
    return Arrays.copyOf(bytes, TRACE_LENGTH);
  }

  /** One packet with these options, header included. */
  static byte[] packet(byte type, SortedMap<Integer, byte[]> options) {
    int table = 5 * options.size() + 1;
    int size = table + options.values().stream().mapToInt(data -> data.length).sum();
    ByteBuffer message = ByteBuffer.allocate(size);
    int offset = table;
    for (Map.Entry<Integer, byte[]> option : options.entrySet()) {
      int length = option.getValue().length;
      message.put(option.getKey().byteValue()).putShort((short) offset).putShort((short) length);
      offset += length;
    }
    message.put((byte) TERMINATOR);
    options.values().forEach(message::put);
    return packet(type, message.array());
  }

  /** A whole message of fewer than {@link #LARGEST} bytes as one packet. */
  static byte[] packet(byte type, byte[] message) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + message.length);
    packet.put(type).put((byte) END_OF_MESSAGE).putShort((short) packet.capacity());
    return packet.putShort((short) 0).put((byte) 1).put((byte) 0).put(message).array();
  }

  /**
   * Reads the server's message, of which the first byte has been read.
   *
   * @param type that byte
   * @throws ProbeException MALFORMED if it is not TDS; UNEXPECTED if it is an error of the server's
   */
  static Prelogin read(byte type, Connection connection) throws IOException, ProbeException {
    byte[] rest = connection.read(HEADER - 1);
    byte[] header = ByteBuffer.allocate(HEADER).put(type).put(rest).array();
    return parse(TdsResponse.read(header, connection, "PRELOGIN", LARGEST));
  }

  /** Parses the message without headers. */
  static Prelogin parse(byte[] message) throws ProbeException {
    if (message.length > 0 && (message[0] & 0xff) == ERROR_TOKEN) {
      throw ProbeException.unexpected(
          quotes -> "the server answers PRELOGIN with an error: " + error(message, quotes));
    }
    Map<Integer, byte[]> options = options(message);
    ByteBuffer version = ByteBuffer.wrap(option(options, VERSION, 6));
    return new Prelogin(
        (version.get(0) & 0xff)
            + "."
            + (version.get(1) & 0xff)
            + "."
            + (version.getShort(2) & 0xffff),
        option(options, ENCRYPTION, 1)[0] & 0xff,
        flag(options, INSTANCE).map(value -> value == 0),
        flag(options, MARS).map(value -> value != 0),
        StandInMark.in(options.getOrDefault(THREAD, new byte[0])),
        traced(options));
  }

  /** The content of the trace identifier: a challenge, or its proof. */
  static Optional<byte[]> traced(Map<Integer, byte[]> options) {
    return Optional.ofNullable(options.get(TRACE))
        .filter(trace -> trace.length == TRACE_LENGTH)
        .map(trace -> Arrays.copyOf(trace, SharedKey.LENGTH));
  }

  /** The options of a message of either side. */
  static Map<Integer, byte[]> options(byte[] bytes) throws ProbeException {
    ByteBuffer message = ByteBuffer.wrap(bytes);
    Map<Integer, byte[]> options = new HashMap<>();
    int total = 0;
    while (message.hasRemaining()) {
      int token = message.get() & 0xff;
      if (token == TERMINATOR) {
        return options;
      }
      if (options.isEmpty() && token != VERSION) {
        throw ProbeException.malformed(
            quotes ->
                "the answer to PRELOGIN does not begin with the version: " + quotes.bytes(bytes));
      }
      if (message.remaining() < 4) {
        break;
      }
      int offset = message.getShort() & 0xffff;
      int length = message.getShort() & 0xffff;
      if (offset + length > bytes.length) {
        throw ProbeException.malformed(
            "option " + token + " of the answer to PRELOGIN lies beyond its end");
      }
      // Options may not share bytes: each would be stored again.
      total += length;
      if (total > bytes.length) {
        throw ProbeException.malformed("options of the answer to PRELOGIN lie over each other");
      }
      byte[] data = new byte[length];
      message.get(offset, data);
      if (options.put(token, data) != null) {
        throw ProbeException.malformed(
            "option " + token + " stands twice in the answer to PRELOGIN");
      }
    }
    throw ProbeException.malformed("the options of the answer to PRELOGIN have no end");
  }

  private static byte[] option(Map<Integer, byte[]> options, int token, int length)
      throws ProbeException {
    byte[] data = options.getOrDefault(token, new byte[0]);
    if (data.length != length) {
      throw ProbeException.malformed(
          "option " + token + " of the answer to PRELOGIN has " + data.length + " bytes");
    }
    return data;
  }

  private static Optional<Byte> flag(Map<Integer, byte[]> options, int token)
      throws ProbeException {
    byte[] data = options.getOrDefault(token, new byte[0]);
    if (data.length > 1) {
      throw ProbeException.malformed(
          "option " + token + " of the answer to PRELOGIN has " + data.length + " bytes");
    }
    return data.length == 0 ? Optional.empty() : Optional.of(data[0]);
  }

  /** Number and text of an ERROR token (§2.2.7.10), as far as present. */
  private static String error(byte[] message, Quotes quotes) {
    ByteBuffer token = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    if (token.capacity() < 11) {
      return quotes.bytes(message);
    }
    int length = Math.min(2 * (token.getShort(9) & 0xffff), token.capacity() - 11);
    String text = new String(message, 11, length, StandardCharsets.UTF_16LE);
    return LoginErrors.number(token.getInt(3)) + ", " + quotes.text(text);
  }
}
