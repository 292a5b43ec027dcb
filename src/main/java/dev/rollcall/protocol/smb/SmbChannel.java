package dev.rollcall.protocol.smb;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A connection after NEGOTIATE: one request and its answer at a time (MS-SMB2 §3.2.4.1, §3.2.5.1),
 * signed as soon as there are keys. Invalid answers are MALFORMED.
 */
final class SmbChannel {
  static final int SESSION_SETUP = 1;
  static final int LOGOFF = 2;
  static final int TREE_CONNECT = 3;
  static final int CREATE = 5;
  static final int CLOSE = 6;
  static final int READ = 8;
  static final int IOCTL = 11;
  static final int QUERY_DIRECTORY = 14;

  /** The path must be resolved by DFS. */
  static final int DFS = 0x10000000;

  private static final int ASYNC = 2;
  private static final int SIGNED = 8;
  private static final int SIGNATURE = 48;

  /** The most bytes to request at once, and some room for headers. */
  private static final int LARGEST = 1 << 17;

  /** How often a server may send STATUS_PENDING; the deadline applies as well. */
  private static final int PATIENCE = 64;

  private final Connection connection;
  private final boolean latestHeader;
  private long next = 1;
  private long session;
  private int tree;
  private Optional<SmbKeys> keys = Optional.empty();
  private Optional<SmbEncryption> able = Optional.empty();
  private Optional<SmbEncryption> seal = Optional.empty();

  /**
   * @param connection on which NEGOTIATE was answered
   */
  SmbChannel(Connection connection, int dialect) {
    this.connection = connection;
    this.latestHeader = dialect > 0x0202;
  }

  /** An answer. */
  static final class Answer {
    private final byte[] message;

    private Answer(byte[] message) {
      this.message = message;
    }

    /** Without its transport header; not to be changed. */
    byte[] message() {
      return message;
    }

    ByteBuffer smb() {
      return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    int status() {
      return smb().getInt(8);
    }

    int flags() {
      return smb().getInt(16);
    }

    /** A part of it, if it is within its bounds. */
    byte[] part(int offset, int length) throws ProbeException {
      if (length == 0) {
        return new byte[0];
      }
      if (offset < Negotiate.HEADER || length < 0 || offset > message.length - length) {
        throw ProbeException.malformed("an answer's content lies beyond its end");
      }
      return Arrays.copyOfRange(message, offset, offset + length);
    }

    /**
     * @param size of the structure, as in its first field
     * @param least how many bytes of it must be there
     */
    Answer of(int size, int least) throws ProbeException {
      if (message.length < Negotiate.HEADER + least || u16(0) != size) {
        throw ProbeException.malformed("an answer is cut short or of another kind");
      }
      return this;
    }

    int u16(int at) {
      return smb().getShort(Negotiate.HEADER + at) & 0xffff;
    }

    int i32(int at) {
      return smb().getInt(Negotiate.HEADER + at);
    }
  }

  /**
   * From here on every request is signed, and so must be every answer except an error.
   *
   * @param last the answer that ended the login: from 3.0 on it is the first that is signed
   */
  void sign(SmbKeys with, Answer last) throws ProbeException {
    keys = Optional.of(with);
    if (with.dialect() >= SmbKeys.SMB_3 || (last.flags() & SIGNED) != 0) {
      verify(last);
    }
  }

  /** Sets the encryption, if both sides support it; nothing is encrypted yet. */
  void sealing(Optional<SmbEncryption> with) {
    able = with;
  }

  /**
   * From here on everything is encrypted.
   *
   * @return whether both sides support it
   */
  boolean seal() {
    seal = able;
    return seal.isPresent();
  }

  /** The encryption in words. */
  String encryption() {
    return seal.map(SmbEncryption::algorithm).orElse("none");
  }

  /** Sets the tree of the following requests. */
  void tree(int id) {
    tree = id;
  }

  /** The buffer for a request's body, after its header. */
  static ByteBuffer body(int length) {
    return ByteBuffer.allocate(Negotiate.HEADER + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(Negotiate.HEADER);
  }

  /** Writes the header before the {@link #body}, and returns the bytes to send. */
  byte[] request(int command, int flags, ByteBuffer body) {
    byte[] message = new byte[body.capacity()];
    body.duplicate().clear().get(message);
    ByteBuffer smb = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    smb.putInt(Integer.reverseBytes(Negotiate.MAGIC)).putShort((short) Negotiate.HEADER);
    smb.putShort((short) (latestHeader ? 1 : 0)).putInt(0).putShort((short) command);
    smb.putShort((short) 16).putInt(flags | (keys.isPresent() && seal.isEmpty() ? SIGNED : 0));
    smb.putInt(0).putLong(next++).putInt(0).putInt(tree).putLong(session);
    if (keys.isPresent() && seal.isEmpty()) {
      smb.put(SIGNATURE, keys.get().sign(message));
    }
    return message;
  }

  Answer ask(int command, ByteBuffer body) throws IOException, ProbeException {
    return ask(command, 0, body);
  }

  Answer ask(int command, int flags, ByteBuffer body) throws IOException, ProbeException {
    return answer(request(command, flags, body));
  }

  /** Sends a message of {@link #request}, and waits for its answer. */
  Answer answer(byte[] request) throws IOException, ProbeException {
    ByteBuffer asked = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
    byte[] wire = seal.isPresent() ? seal.get().seal(request, session) : request;
    connection.write(ByteBuffer.allocate(4 + wire.length).putInt(wire.length).put(wire).array());
    for (int turn = 0; turn < PATIENCE; turn++) {
      Answer answer = new Answer(receive());
      check(answer);
      if (SmbStatus.PENDING.is(answer.status()) && (answer.flags() & ASYNC) != 0) {
        continue;
      }
      ByteBuffer smb = answer.smb();
      if (smb.getShort(12) != asked.getShort(12) || smb.getLong(24) != asked.getLong(24)) {
        throw ProbeException.malformed(
            quotes -> "an answer to another request: " + quotes.bytes(answer.message()));
      }
      verify(answer);
      if (session == 0) {
        session = smb.getLong(40);
      }
      return answer;
    }
    throw ProbeException.unexpected("the server sends STATUS_PENDING again and again");
  }

  private static void check(Answer answer) throws ProbeException {
    ByteBuffer smb = answer.smb();
    if (smb.limit() < Negotiate.HEADER
        || Integer.reverseBytes(smb.getInt(0)) != Negotiate.MAGIC
        || smb.getShort(4) != Negotiate.HEADER
        || (answer.flags() & Negotiate.FROM_SERVER) == 0) {
      throw ProbeException.malformed(
          quotes -> "an answer is not SMB: " + quotes.bytes(answer.message()));
    }
  }

  private void verify(Answer answer) throws ProbeException {
    if (keys.isEmpty() || seal.isPresent()) {
      return;
    }
    byte[] message = answer.message();
    if ((answer.flags() & SIGNED) != 0) {
      byte[] signature = Arrays.copyOfRange(message, SIGNATURE, Negotiate.HEADER);
      if (!Arrays.equals(signature, keys.get().sign(message))) {
        throw ProbeException.malformed(
            "the signature of an answer is wrong: a device on the path changes messages, or this is"
                + " not the server that knows the account's password");
      }
    } else if (answer.status() == 0) {
      throw ProbeException.malformed("an answer is not signed, though the session is");
    }
  }

  private byte[] receive() throws IOException, ProbeException {
    byte[] header = connection.read(4);
    int length = ByteBuffer.wrap(header).getInt();
    if (header[0] != 0) {
      throw ProbeException.malformed(quotes -> "an answer is not SMB: " + quotes.bytes(header));
    }
    if (length < Negotiate.HEADER || length > LARGEST) {
      throw ProbeException.malformed("a message that is too short or too long");
    }
    byte[] message = connection.read(length);
    return seal.isPresent() ? seal.get().open(message) : message;
  }
}
