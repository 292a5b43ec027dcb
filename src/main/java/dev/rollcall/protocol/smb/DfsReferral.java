package dev.rollcall.protocol.smb;

import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A DFS referral: the targets of a path (MS-DFSC §2.2.2, §2.2.4). */
final class DfsReferral {
  /** The most targets that are read. */
  private static final int MOST = 8;

  private static final int LEVEL = 4;
  private static final int NAME_LIST = 2;

  private DfsReferral() {}

  /** REQ_GET_DFS_REFERRAL. */
  static byte[] request(UncPath path) {
    byte[] name = ("\\" + path.inNamespace() + "\0").getBytes(StandardCharsets.UTF_16LE);
    return ByteBuffer.allocate(2 + name.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) LEVEL)
        .put(name)
        .array();
  }

  /**
   * RESP_GET_DFS_REFERRAL: the path at each of its targets, in the server's order.
   *
   * @throws ProbeException MALFORMED
   */
  static List<UncPath> targets(UncPath path, byte[] response) throws ProbeException {
    ByteBuffer in = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);
    List<UncPath> targets = new ArrayList<>();
    if (response.length < 8) {
      throw cutShort();
    }
    String whole = "\\" + path.inNamespace();
    int consumed = Math.min((in.getShort(0) & 0xffff) / 2, whole.length());
    int entries = Math.min(in.getShort(2) & 0xffff, MOST);
    int at = 8;
    for (int entry = 0; entry < entries; entry++) {
      if (at + 8 > response.length) {
        throw cutShort();
      }
      int size = in.getShort(at + 2) & 0xffff;
      address(in, at)
          .flatMap(address -> UncPath.parse(address + "\\" + whole.substring(consumed)))
          .ifPresent(targets::add);
      if (size == 0) {
        break;
      }
      at += size;
    }
    return targets;
  }

  private static Optional<String> address(ByteBuffer in, int at) throws ProbeException {
    int version = in.getShort(at);
    int offset =
        switch (version) {
          case 1 -> 8;
          case 2 -> field(in, at + 20);
          case 3, 4 -> (in.getShort(at + 6) & NAME_LIST) != 0 ? 0 : field(in, at + 16);
          default -> throw ProbeException.malformed("a referral of version " + version);
        };
    // A list of domain controllers is not a target.
    return offset == 0 ? Optional.empty() : Optional.of(text(in, at + offset));
  }

  private static int field(ByteBuffer in, int at) throws ProbeException {
    if (at + 2 > in.limit()) {
      throw cutShort();
    }
    return in.getShort(at) & 0xffff;
  }

  private static String text(ByteBuffer in, int from) throws ProbeException {
    StringBuilder out = new StringBuilder();
    for (int at = from; at + 2 <= in.limit(); at += 2) {
      char next = in.getChar(at);
      if (next == 0) {
        return out.toString();
      }
      out.append(next);
    }
    throw cutShort();
  }

  private static ProbeException cutShort() {
    return ProbeException.malformed("a DFS referral is cut short");
  }
}
