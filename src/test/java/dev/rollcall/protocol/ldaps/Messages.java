package dev.rollcall.protocol.ldaps;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Answers of real servers, captured on loopback, and ones written byte by byte (RFC 4511). */
final class Messages {
  static final int ENTRY = 0x64;
  static final int DONE = 0x65;
  static final int REFERENCE = 0x73;
  static final int EXTENDED = 0x78;

  /** Samba 4.17 as Active Directory: the rootDSE, then success. */
  static final byte[] SAMBA =
      hex(
          "308201f2020101648201eb0400308201e53027041464656661756c744e616d696e67436f6e74657874310f04"
              + "0d44433d756e692c44433d656475301e0414737570706f727465644c44415056657273696f6e3106"
              + "0401320401333032040a76656e646f724e616d65312404225"
              + "3616d6261205465616d202868747470733a2f2f7777772e73616d62612e6f7267293018040e6973"
              + "53796e6368726f6e697a65643106040454525545301c040b646e73486f73744e616d65310d040b64"
              + "63312e756e692e6564753022040b63757272656e7454696d65311304113230323631313232313930"
              + "3835302e305a3081ae040e6e616d696e67436f6e746578747331819b040d44433d756e692c44433d"
              + "656475041e434e3d436f6e66696775726174696f6e2c44433d756e692c44433d6564750428434e3d"
              + "536368656d612c434e3d436f6e66696775726174696f6e2c44433d756e692c44433d656475041f44"
              + "433d446f6d61696e446e735a6f6e65732c44433d756e692c44433d656475041f44433d466f726573"
              + "74446e735a6f6e65732c44433d756e692c44433d6564753021040d76656e646f7256657273696f6e"
              + "3110040e342e31372e31322d44656269616e301a0413646f6d61696e46756e6374696f6e616c6974"
              + "793103040134301a0413666f7265737446756e6374696f6e616c6974793103040134300c02010165"
              + "070a010004000400");

  /** OpenLDAP 2.5, its access open. */
  static final byte[] OPENLDAP =
      hex(
          "304e0201016449040030453026040e6e616d696e67436f6e74657874733114041264633d6578616d706c652c"
              + "64633d74657374301b0414737570706f727465644c44415056657273696f6e310304013330"
              + "0c02010165070a010004000400");

  /** OpenLDAP 2.5 with {@code require authc}. */
  static final byte[] OPENLDAP_DENIES =
      hex("3023020101651e0a01350400041761757468656e7469636174696f6e207265717569726564");

  /** OpenLDAP 2.5, whose rootDSE may not be read. */
  static final byte[] OPENLDAP_HIDES = hex("300c02010165070a010004000400");

  private Messages() {}

  /** The settings of a rule without any. */
  static LdapsSettings settings() {
    return settings(Optional.empty());
  }

  /** The settings of a rule with nothing but a domain. */
  static LdapsSettings settings(String domain) {
    return settings(Optional.of(domain));
  }

  private static LdapsSettings settings(Optional<String> domain) {
    return new LdapsSettings(domain, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** SearchResultDone, or whatever other result. */
  static byte[] result(int id, int operation, int code, String diagnostic) {
    return tag(
        0x30,
        tag(2, new byte[] {(byte) id}),
        tag(operation, tag(10, new byte[] {(byte) code}), text(""), text(diagnostic)));
  }

  /** SearchResultEntry of attributes with one value each: name, value, name, value. */
  static byte[] entry(int id, String... attributes) {
    byte[] list = new byte[0];
    for (int i = 0; i < attributes.length; i += 2) {
      byte[] values = tag(0x31, text(attributes[i + 1]));
      list = join(list, tag(0x30, text(attributes[i]), values));
    }
    return tag(0x30, tag(2, new byte[] {(byte) id}), tag(ENTRY, text(""), tag(0x30, list)));
  }

  /** A search's answer: the entry, then success. */
  static byte[] found(String... attributes) {
    return join(entry(1, attributes), result(1, DONE, 0, ""));
  }

  static byte[] tag(int tag, byte[]... parts) {
    byte[] value = join(parts);
    return join(
        ByteBuffer.allocate(6).put((byte) tag).put((byte) 0x84).putInt(value.length).array(),
        value);
  }

  static byte[] join(byte[]... parts) {
    ByteBuffer whole = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }

  private static byte[] text(String text) {
    return tag(4, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
