package dev.rollcall.campus.sqlserver;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server tells of itself: SELECT lists of functions and properties, answered with the types
 * that SQL Server answers them with. What it does not know is an error, as it would be there.
 */
final class TdsAnswers {
  /** Who asks, and by which way. */
  record Asker(
      String user,
      String database,
      String instance,
      boolean encrypted,
      boolean seesState,
      String address,
      int port,
      String client) {
    String server() {
      return instance.isEmpty() ? SERVER : SERVER + "\\" + instance;
    }
  }

  static final String SERVER = "MSSQL";
  private static final String VERSION = "16.0.1000.6";
  private static final String EDITION = "Developer Edition (64-bit)";
  private static final Pattern PROPERTY =
      Pattern.compile("(server|connection)property\\s*\\(\\s*n?'([^']*)'\\s*\\)");
  private static final Pattern ALIAS =
      Pattern.compile(
          "(.*?)\\s+(?:as\\s+)?(?:\\[([^\\]]+)\\]|([a-z_]\\w*))",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern COLUMN = Pattern.compile("(?:\\w+\\.)?([a-zA-Z_]\\w*)");
  private static final int COLUMNS = 0x81;
  private static final int ROW = 0xd1;
  private static final int NVARCHAR = 0xe7;
  private static final int INTEGER = 0x38;
  private static final int NULLABLE_INTEGER = 0x26;
  private static final int VARIANT = 0x62;

  private TdsAnswers() {}

  /** The response to a batch. */
  static byte[] to(String batch, Asker asker) {
    TdsTokens tokens = new TdsTokens();
    List<String> statements = split(batch, ";");
    for (int i = 0; i < statements.size(); i++) {
      String statement = statements.get(i);
      if (statement.toLowerCase(Locale.ROOT).startsWith("select")) {
        if (!select(tokens, statement, asker, i < statements.size() - 1)) {
          return tokens.toBytes();
        }
      }
    }
    return statements.stream().anyMatch(s -> s.toLowerCase(Locale.ROOT).startsWith("select"))
        ? tokens.toBytes()
        : tokens.done().toBytes();
  }

  private static boolean select(TdsTokens tokens, String statement, Asker asker, boolean more) {
    String list = split(statement.substring("select".length()), "from").get(0);
    if (statement.toLowerCase(Locale.ROOT).contains("dm_exec_connections") && !asker.seesState) {
      tokens
          .error(
              300,
              14,
              asker.server(),
              "VIEW SERVER STATE permission was denied on object 'server', database 'master'.")
          .error(
              297, 16, asker.server(), "The user does not have permission to perform this action.")
          .failed();
      return false;
    }
    List<String> expressions = split(list, ",");
    TdsTokens columns = new TdsTokens().u8(COLUMNS).u16(expressions.size());
    TdsTokens row = new TdsTokens().u8(ROW);
    for (String expression : expressions) {
      String name = "";
      String asked = expression;
      Matcher alias = ALIAS.matcher(expression);
      Matcher column = COLUMN.matcher(expression);
      if (alias.matches() && !expression.endsWith(")")) {
        asked = alias.group(1).strip();
        name = alias.group(2) == null ? alias.group(3) : alias.group(2);
      } else if (column.matches()) {
        name = column.group(1);
      }
      asked = asked.toLowerCase(Locale.ROOT);
      Object value = value(asked, asker);
      if (value == UNKNOWN) {
        tokens.error(207, 16, asker.server(), "Invalid column name '" + expression + "'.").failed();
        return false;
      }
      boolean cast = asked.startsWith("cast") || asked.startsWith("convert");
      if (value instanceof Integer && asked.startsWith("cast") && asked.contains("as nvarchar")) {
        value = value.toString();
      }
      column(columns.u32(0).u16(1), row, value, !cast && PROPERTY.matcher(asked).find());
      columns.shortText(name);
    }
    tokens.bytes(columns.toBytes()).bytes(row.toBytes()).counted(more);
    return true;
  }

  private static final Object UNKNOWN = new Object();
  private static final Object NULL = new Object();

  private static Object value(String asked, Asker asker) {
    Matcher property = PROPERTY.matcher(asked);
    if (property.find()) {
      return property.group(1).equals("server")
          ? serverProperty(property.group(2), asker)
          : connectionProperty(property.group(2), asker);
    }
    if (asked.matches("\\d+")) {
      return Integer.valueOf(asked);
    }
    Matcher column = COLUMN.matcher(asked);
    if (column.matches()) {
      Object found = connectionProperty(column.group(1), asker);
      return found == NULL ? UNKNOWN : found;
    }
    if (asked.contains("encrypt_option")) {
      return asker.encrypted ? "TRUE" : "FALSE";
    }
    if (asked.contains("db_name")) {
      return asker.database;
    }
    if (asked.contains("@@version")) {
      return "Microsoft SQL Server 2022 (RTM) - " + VERSION + " (X64) \n\tstand-in \n\t" + EDITION;
    }
    if (asked.contains("@@servername")) {
      return asker.server();
    }
    return asked.matches(".*\\b(suser_s?name|original_login)\\s*\\(.*") ? asker.user : UNKNOWN;
  }

  private static Object serverProperty(String name, Asker asker) {
    return switch (name) {
      case "productversion" -> VERSION;
      case "productmajorversion" -> "16";
      case "productlevel" -> "RTM";
      case "edition" -> EDITION;
      case "engineedition" -> 3;
      case "machinename" -> SERVER;
      case "servername" -> asker.server();
      case "instancename" -> asker.instance.isEmpty() ? NULL : asker.instance;
      case "isclustered" -> 0;
      default -> NULL;
    };
  }

  /** Of CONNECTIONPROPERTY, and of sys.dm_exec_connections, which has encrypt_option besides. */
  private static Object connectionProperty(String name, Asker asker) {
    return switch (name) {
      case "encrypt_option" -> asker.encrypted ? "TRUE" : "FALSE";
      case "net_transport", "physical_net_transport" -> "TCP";
      case "protocol_type" -> "TSQL";
      case "auth_scheme" -> "SQL";
      case "local_net_address" -> asker.address;
      case "local_tcp_port" -> asker.port;
      case "client_net_address" -> asker.client;
      default -> NULL;
    };
  }

  private static void column(TdsTokens columns, TdsTokens row, Object value, boolean variant) {
    if (variant) {
      columns.u8(VARIANT).u32(8009);
      if (value instanceof Integer number) {
        row.u32(6).u8(INTEGER).u8(0).u32(number);
      } else if (value instanceof String text) {
        byte[] bytes = text.getBytes(UTF_16LE);
        row.u32(9 + bytes.length).u8(NVARCHAR).u8(7).collation().u16(8000).bytes(bytes);
      } else {
        row.u32(0);
      }
    } else if (value instanceof Integer number) {
      columns.u8(NULLABLE_INTEGER).u8(4);
      row.u8(4).u32(number);
    } else {
      columns.u8(NVARCHAR).u16(8000).collation();
      if (value instanceof String text) {
        row.u16(2 * text.length()).bytes(text.getBytes(UTF_16LE));
      } else {
        row.u16(0xffff);
      }
    }
  }

  /** Cuts at a word or sign that stands outside parentheses and quotes. */
  private static List<String> split(String text, String at) {
    List<String> pieces = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (!quoted && depth == 0 && lower.startsWith(at, i) && whole(lower, i, at)) {
        pieces.add(text.substring(from, i).strip());
        from = i + at.length();
      }
    }
    pieces.add(text.substring(from).strip());
    pieces.removeIf(String::isEmpty);
    return pieces;
  }

  /** A sign stands anywhere, a word between blanks. */
  private static boolean whole(String text, int at, String word) {
    int end = at + word.length();
    return !Character.isLetter(word.charAt(0))
        || (at > 0
            && Character.isWhitespace(text.charAt(at - 1))
            && end < text.length()
            && Character.isWhitespace(text.charAt(end)));
  }
}
