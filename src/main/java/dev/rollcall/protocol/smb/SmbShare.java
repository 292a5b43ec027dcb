package dev.rollcall.protocol.smb;

import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One share, read-only: open, list, read, close, DFS referrals. */
final class SmbShare {
  /** The most entries of a folder that are read. */
  static final int ENTRIES = 64;

  /** The most bytes of a file that are read. */
  static final int BYTES = 64;

  private static final int CAPABILITY_DFS = 8;
  private static final int FLAG_ENCRYPT = 0x8000;
  private static final int LIST = 0x100081;
  private static final int FOLDER = 0x21;
  private static final int FILE = 0x60;
  private static final int AT_ONCE = 16_384;
  private static final int ENTRY = 64;
  private static final int GET_REFERRALS = 0x00060194;

  private final SmbChannel channel;
  private final int id;
  private final boolean dfs;
  private final boolean encrypted;

  private SmbShare(SmbChannel channel, SmbChannel.Answer connected) {
    this.channel = channel;
    this.id = connected.smb().getInt(36);
    this.dfs = (connected.i32(8) & CAPABILITY_DFS) != 0;
    this.encrypted = (connected.i32(4) & FLAG_ENCRYPT) != 0;
  }

  /** The server refused one step; the caller knows which. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status) {
      super(SmbStatus.name(status));
      this.status = status;
    }

    int status() {
      return status;
    }

    boolean any(SmbStatus... wanted) {
      return SmbStatus.any(status, wanted);
    }
  }

  /**
   * An entry of a folder.
   *
   * @param attributes MS-FSCC §2.6
   */
  record Entry(String name, int attributes) {
    private static final int HIDDEN_OR_SYSTEM = 6;
    private static final int DIRECTORY = 0x10;

    /** Offline, or recalled when read, which a check should not cause. */
    private static final int ELSEWHERE = 0x1000 | 0x40000 | 0x400000;

    boolean folder() {
      return (attributes & DIRECTORY) != 0;
    }

    boolean plain() {
      return (attributes & (HIDDEN_OR_SYSTEM | ELSEWHERE)) == 0;
    }
  }

  /** TREE_CONNECT (MS-SMB2 §2.2.9). */
  static SmbShare connect(SmbChannel channel, UncPath unc)
      throws IOException, ProbeException, Refused {
    byte[] path = unc.root().getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer body = SmbChannel.body(8 + path.length);
    body.putShort((short) 9).putShort((short) 0).putShort((short) (Negotiate.HEADER + 8));
    body.putShort((short) path.length).put(path);
    channel.tree(0);
    SmbChannel.Answer answer = accepted(channel.ask(SmbChannel.TREE_CONNECT, body)).of(16, 16);
    SmbShare tree = new SmbShare(channel, answer);
    channel.tree(tree.id);
    return tree;
  }

  boolean dfs() {
    return dfs;
  }

  /** Whether requests must be encrypted. */
  boolean encrypted() {
    return encrypted;
  }

  /** The first entries of a folder, without itself and its parent. */
  List<Entry> list(UncPath folder) throws IOException, ProbeException, Refused {
    byte[] handle = open(folder, FOLDER);
    List<Entry> entries = new ArrayList<>();
    try {
      // Otherwise an empty answer would be requested again and again.
      for (int turn = 0; turn < ENTRIES && entries.size() < ENTRIES; turn++) {
        ByteBuffer body = SmbChannel.body(34);
        body.putShort((short) 33).put((byte) 1).put((byte) 0).putInt(0).put(handle);
        body.putShort((short) (Negotiate.HEADER + 32)).putShort((short) 2).putInt(AT_ONCE);
        body.putChar('*');
        SmbChannel.Answer answer = channel.ask(SmbChannel.QUERY_DIRECTORY, body);
        if (SmbStatus.any(answer.status(), SmbStatus.NO_MORE_FILES, SmbStatus.NO_SUCH_FILE)) {
          break;
        }
        accepted(answer).of(9, 8);
        add(entries, answer.part(answer.u16(2), answer.i32(4)));
      }
    } finally {
      close(handle);
    }
    return entries;
  }

  private static void add(List<Entry> entries, byte[] found) throws ProbeException {
    ByteBuffer in = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; entries.size() < ENTRIES; ) {
      if (at > found.length - ENTRY) {
        throw ProbeException.malformed("the listing of a folder is cut short");
      }
      int length = in.getInt(at + 60);
      if (length < 0 || length > found.length - ENTRY - at) {
        throw ProbeException.malformed("a name in the listing of a folder lies beyond its end");
      }
      String name = new String(found, at + ENTRY, length, StandardCharsets.UTF_16LE);
      if (!name.equals(".") && !name.equals("..")) {
        entries.add(new Entry(name, in.getInt(at + 56)));
      }
      int next = in.getInt(at);
      if (next == 0) {
        return;
      }
      if (next < ENTRY || next > found.length - at) {
        throw ProbeException.malformed("the listing of a folder points beyond its end");
      }
      at += next;
    }
  }

  /** Reads up to {@link #BYTES} bytes, and returns how many. */
  int read(UncPath file) throws IOException, ProbeException, Refused {
    byte[] handle = open(file, FILE);
    try {
      ByteBuffer body = SmbChannel.body(49);
      body.putShort((short) 49).put((byte) 0x50).put((byte) 0).putInt(BYTES).putLong(0).put(handle);
      SmbChannel.Answer answer = channel.ask(SmbChannel.READ, body);
      if (SmbStatus.END_OF_FILE.is(answer.status())) {
        return 0;
      }
      accepted(answer).of(17, 16);
      return answer.part(answer.smb().get(Negotiate.HEADER + 2) & 0xff, answer.i32(4)).length;
    } finally {
      close(handle);
    }
  }

  /** CREATE (§2.2.13) of what exists, to read it. */
  private byte[] open(UncPath what, int options) throws IOException, ProbeException, Refused {
    byte[] path = (dfs ? what.inNamespace() : what.path()).getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer body = SmbChannel.body(56 + Math.max(path.length, 1));
    body.putShort((short) 57).putShort((short) 0).putInt(2).putLong(0).putLong(0);
    body.putInt(LIST).putInt(0).putInt(7).putInt(1).putInt(options);
    body.putShort((short) (Negotiate.HEADER + 56)).putShort((short) path.length).putLong(0);
    body.put(path);
    SmbChannel.Answer answer =
        accepted(channel.ask(SmbChannel.CREATE, dfs ? SmbChannel.DFS : 0, body)).of(89, 88);
    byte[] handle = new byte[16];
    answer.smb().get(Negotiate.HEADER + 64, handle);
    return handle;
  }

  /** CLOSE; its answer is ignored. */
  private void close(byte[] handle) throws IOException, ProbeException {
    ByteBuffer body = SmbChannel.body(24);
    body.putShort((short) 24).putShort((short) 0).putInt(0).put(handle);
    channel.ask(SmbChannel.CLOSE, body);
  }

  /** The DFS targets of a path; this tree is {@code IPC$}. */
  List<UncPath> targets(UncPath path) throws IOException, ProbeException, Refused {
    byte[] request = DfsReferral.request(path);
    ByteBuffer body = SmbChannel.body(56 + request.length);
    body.putShort((short) 57).putShort((short) 0).putInt(GET_REFERRALS).putLong(-1).putLong(-1);
    body.putInt(Negotiate.HEADER + 56).putInt(request.length).putInt(0);
    body.putInt(0).putInt(0).putInt(AT_ONCE).putInt(1).putInt(0).put(request);
    SmbChannel.Answer answer = accepted(channel.ask(SmbChannel.IOCTL, body)).of(49, 48);
    return DfsReferral.targets(path, answer.part(answer.i32(32), answer.i32(36)));
  }

  private static SmbChannel.Answer accepted(SmbChannel.Answer answer) throws Refused {
    if (answer.status() != 0) {
      throw new Refused(answer.status());
    }
    return answer;
  }
}
