# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# bash completion for susun-cli(1). What can be completed is what its help tells.

_susun_cli_help() { LC_ALL=C.UTF-8 susun-cli "$@" --help 2>/dev/null; }

# The words that an option takes; with nothing printed, it takes a file, a folder or a number.
_susun_cli_words() { # COMMAND OPTION VALUE-NAME
  case $2 in
    --mode) echo 'report copy move' ;;
    --media-kind) echo 'images videos both' ;;
    --video-date-source) echo 'metadata filesystem ffprobe' ;;
    --undated) echo 'mtime folder skip' ;;
    --case) echo 'title upper lower sentence' ;;
    --ai-provider) echo 'google openai-compatible' ;;
    --ai-scope) echo 'uncertain all' ;;
    *) if [[ $3 == *[a-z]* ]]; then tr '|' '\n' <<<"$3" | grep -x '[a-z0-9-]*'; fi ;;
  esac
}

# The newest first.
_susun_cli_runs() {
  susun-cli history --quiet 2>/dev/null | sed -n 's/^\([0-9a-f-]\{36\}\) .*/\1/p'
}

_susun_cli() {
  local line=${COMP_LINE:0:COMP_POINT} words current command='' option='' value='' i
  COMPREPLY=()
  # Bash takes words apart at "=": the line itself is taken apart at blanks alone.
  read -ra words <<<"$line"
  if [[ $line == *[[:space:]] ]]; then
    words+=('')
  fi
  current=${words[-1]}
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    if [[ ${words[i]} != -* ]]; then
      command=${words[i]}
      break
    fi
  done
  if [[ -z $command ]]; then
    mapfile -t COMPREPLY < <(
      compgen -W "$(_susun_cli_help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p') --help --version" -- "$current"
    )
    return
  fi

  if [[ $current == --*=* ]]; then
    option=${current%%=*}
    current=${current#*=}
  elif [[ ${words[-2]} == --* && ${words[-2]} != *=* ]]; then
    option=${words[-2]}
  fi
  if [[ -n $option ]]; then
    value=$(_susun_cli_help "$command" | sed -n "s/^  $option=\([^ ]*\).*/\1/p")
  fi
  if [[ -n $value ]]; then
    mapfile -t COMPREPLY < <(
      compgen -W "$(_susun_cli_words "$command" "$option" "$value")" -- "$current"
    )
    if ((${#COMPREPLY[@]} == 0)); then
      compopt -o filenames 2>/dev/null
      case $value in
        FOLDER | DIR) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
        PATH | FILE | CSV | JSON) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
      esac
    fi
    return
  fi
  if [[ $current == -* ]]; then
    # What takes a value ends in "=", and the value follows at once.
    mapfile -t COMPREPLY < <(
      compgen -W "$(_susun_cli_help "$command" \
        | sed -n 's/^  \(-[a-z], \)\{0,1\}\(--[a-z0-9-]*=\{0,1\}\).*/\2/p')" -- "$current"
    )
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]]; then
      compopt -o nospace 2>/dev/null
    fi
    return
  fi
  case $command in
    restore | purge | undo | resume)
      compopt -o nosort 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -W "$(_susun_cli_runs)" -- "$current")
      ;;
    history)
      # First what shall be done, then with which run.
      compopt -o nosort 2>/dev/null
      case " ${words[*]:i+1:${#words[@]}-i-2} " in
        *' list '*) ;;
        *' show '* | *' export '* | *' forget '*)
          mapfile -t COMPREPLY < <(compgen -W "$(_susun_cli_runs)" -- "$current")
          ;;
        *) mapfile -t COMPREPLY < <(compgen -W 'list show export forget' -- "$current") ;;
      esac
      ;;
    *)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      ;;
  esac
}

complete -F _susun_cli susun-cli
